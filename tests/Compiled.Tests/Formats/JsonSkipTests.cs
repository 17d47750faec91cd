using System.Text;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

/// <summary>Where values end that nobody reads, against a reader that goes byte by byte.</summary>
public sealed unsafe class JsonSkipTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":[1,\"]}\\\"]\"]}")]
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24]")] // its end is the 64th byte
    [InlineData("[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,245]")]
    [InlineData("[\"\\\\\",\"\\\"\"]")]
    [InlineData("\"a text\"")]
    [InlineData("-12.5e3")]
    public void A_value_ends_where_its_bracket_or_quote_closes(string value)
    {
        foreach (string behind in new[] { "", ",\"a\":1}", "]", "}", "\n" })
        {
            using var text = new PaddedText(value + behind);
            Assert.Equal(value.Length, Skipped(text, value.Length + behind.Length));
        }
    }

    [Theory]
    [InlineData("[1,2}")]
    [InlineData("{\"a\":1]")]
    [InlineData("[\"]")]
    [InlineData("[\"\\\"]")]
    [InlineData("{")]
    public void A_value_that_does_not_end_is_none(string value)
    {
        using var text = new PaddedText(value);
        Assert.Equal(-1, Skipped(text, value.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_brackets_and_quotes_are_passed_as_byte_by_byte(int seed)
    {
        const string bytes = "[]{}[]{}\"\"\"\\,:a1 ";
        var random = new Random(seed);
        int ends = 0;
        for (int round = 0; round < 50_000; round++)
        {
            var value = new StringBuilder(random.Next(2) == 0 ? "[" : "{");
            int kinds = random.Next(1, bytes.Length);
            for (int length = random.Next(100); length > 0; length--)
            {
                value.Append(random.Next(3) == 0 ? 'x' : bytes[bytes.Length - 1 - random.Next(kinds)]);
            }

            using var text = new PaddedText(value.ToString());
            int limit = random.Next(1, value.Length + 1);
            int expected = Reference(value.ToString(0, limit));
            Assert.Equal(expected, Skipped(text, limit));
            ends += expected > 0 ? 1 : 0;
        }

        Assert.InRange(ends, 1_000, 49_000);
    }

    private static int Skipped(PaddedText text, int length)
    {
        byte* after = JsonSkip.Value(text.Pointer, text.Pointer + length);
        return after == null ? -1 : (int)(after - text.Pointer);
    }

    private static int Reference(string value)
    {
        var open = new Stack<char>();
        for (int i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case '[' or '{':
                    if (open.Count == JsonSkip.MaxDepth)
                    {
                        return -1;
                    }

                    open.Push((char)(value[i] + 2));
                    break;
                case ']' or '}':
                    if (open.Pop() != value[i])
                    {
                        return -1;
                    }

                    if (open.Count == 0)
                    {
                        return i + 1;
                    }

                    break;
                case '"':
                    for (i++; i < value.Length && value[i] != '"'; i++)
                    {
                        i += value[i] == '\\' ? 1 : 0;
                    }

                    break;
            }
        }

        return -1;
    }
}
