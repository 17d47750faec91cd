using System.Text;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

public sealed class TextWordTests
{
    [Fact]
    public void Two_short_texts_have_one_number_only_if_they_are_equal()
    {
        string[] texts = ["", "\0", "\0\0", "A", "A\0", "\0A", "AB", "BA", "BUY", "SELL", "PRIME", "é", "seven 7", "seven 8", "\0\0\0\0\0\0\0"];
        foreach (string left in texts)
        {
            foreach (string right in texts)
            {
                Assert.Equal(left == right, Word(left, 0xFF) == Word(right, 0x00));
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(255)]
    [InlineData(100_000)]
    public void A_longer_text_is_none_of_them(int length) => Assert.Equal(TextWord.Longer, Word(new string('x', length), 0));

    [Fact]
    public void The_number_is_what_generated_code_compares_with()
    {
        Assert.Equal(0UL, Word("", 1));
        Assert.Equal(0x5955_4200_0000_0003UL, Word("BUY", 1));
        Assert.Equal(0x4C4C_4553_0000_0004UL, Word("SELL", 1));
        Assert.Equal(0x3720_6E65_7665_7307UL, Word("seven 7", 1));
    }

    [Fact]
    public unsafe void Texts_one_behind_the_other_have_the_numbers_that_each_has()
    {
        string[] texts = ["", "BUY", "seven 7", "eight  8", "", "a long text", "é"];
        using var bytes = new PaddedText(string.Join(' ', texts) + ' ');
        uint[] bounds = [.. texts.Select((_, i) => (uint)texts.Take(i).Sum(t => Encoding.UTF8.GetByteCount(t) + 1)), (uint)bytes.Length];
        ulong[] words = new ulong[texts.Length];
        fixed (uint* first = bounds)
        fixed (ulong* word = words)
        {
            TextWord.SetAll(bytes.Pointer, first, texts.Length, word);
        }

        Assert.Equal(texts.Select(t => Word(t, 0)), words);
    }

    private static ulong Word(string text, byte behind)
    {
        using var bytes = new PaddedText(Encoding.UTF8.GetBytes(text), behind);
        unsafe
        {
            return TextWord.Of(new Utf8Slice(bytes.Pointer, bytes.Length));
        }
    }
}
