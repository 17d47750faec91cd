using System.Text;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

public sealed class OwnedTextsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Copies_own_their_bytes_and_outlive_the_input(int expected)
    {
        var random = new Random(expected);
        string[] texts = [.. Enumerable.Range(0, 2000).Select(i => new string((char)('a' + (i % 26)), random.Next(30) == 0 ? random.Next(2000) : random.Next(12)))];
        List<Utf8String> kept = [];
        var owned = new OwnedTexts(expected);
        foreach (string text in texts)
        {
            using var bytes = new PaddedText(Encoding.UTF8.GetBytes(text), (byte)'!');
            unsafe
            {
                kept.Add(owned.Own(new Utf8String(new Utf8Slice(bytes.Pointer, bytes.Length))));
            }

            bytes.Overwrite((byte)'?');
        }

        Assert.All(kept, text => Assert.True(text.IsOwned));
        Assert.Equal(texts, kept.Select(t => t.ToString()));
    }

    [Fact]
    public void What_owns_its_bytes_is_not_copied_and_null_stays_null()
    {
        var owned = new OwnedTexts(100);
        Utf8String text = "mine";
        unsafe
        {
            Assert.True(owned.Own(text).AsSlice().Pointer == text.AsSlice().Pointer);
        }

        Assert.Null(owned.Own((Utf8String?)null));
        Assert.Equal(text, owned.Own((Utf8String?)text));
    }
}
