using System.Text;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

/// <summary>Which rows are told by their tokens: flat objects without white space, one after the other.</summary>
public sealed class JsonFlatRowsTests
{
    private static readonly JsonMembers Flat = new(JsonMember.Value("a"), JsonMember.Value("b"));

    // Objects, arrays and long texts come last.
    private const int SimpleValues = 9;

    private static readonly string[] Values = ["1", "-2.5e7", "true", "null", "\"\"", "\"text\"", "\"a \\\"b\\\" \\\\\"", "\",:{}\"", "\"é\"", "[1]", "{\"a\":{}}", "\"" + new string('t', 100) + "\""];

    [Theory]
    [InlineData("{\"b\":\"x\",\"a\":1}", "1|x")]
    [InlineData("{\"b\":\"\",\"c\":\"{a\\\":2,}:\",\"a\":-1.5e3}", "-1.5e3|")]
    [InlineData("{\"a\":1,\"b\":\"x\\\\\",\"\":null}", "1|x\\\\")]
    [InlineData("{\"a\":1,\"b\":\"x\",\"a name that is longer than thirty-one bytes\":2}", "1|x")]
    [InlineData("{\"a\":1,\"b\":\"x\",\"list\":[1,2],\"object\":{\"a\":3}}", "1|x")]
    [InlineData("{\"a\":1, \"b\":\"x\"}", "1|x")]
    [InlineData("{\"a\":1,\"b\":\"x\"}\r", "1|x")]
    [InlineData("{\"a\":1,\"b\":\"x\",\"\\u0063\":1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"a\":1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":1:2}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":\"d\"5}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":5\"d\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":\"d\"\"e\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\"\"d\":1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\"d:1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",c:1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",cdefg:1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",cdefg:[1]}", null)]
    [InlineData("{cdefg:[1],\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{\"c\":[1],\"a\":1,\"d\":{\"e\": [{}, \"}\"]},\"b\":\"x\",\"f\":[]}", "1|x")]
    [InlineData("{\"a\":1{\"c\":[1],\"b\":\"x\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\"{\"c\":[1]}", null)]
    [InlineData("{\"c\":[1,\n2],\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{\"c\":[1]2,\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{\"c\":[1]\"d\",\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{\"c\":[1,\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{\"c\":[1]],\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{\"a\":1,\"a\":[1],\"b\":\"x\"}", null)]
    [InlineData("{\"a\":1,\"\\u0061\":[1],\"b\":\"x\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c:1}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",\"c\":\\\"d\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\",}", null)]
    [InlineData("{\"a\":1,,\"b\":\"x\"}", null)]
    [InlineData("{\"a\":1\"b\":\"x\"}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\"", null)]
    [InlineData("{\"a\":1,\"b\":\"x\"}}", null)]
    [InlineData("{\"a\":1,\"b\":\"x\"},", null)]
    [InlineData("\"a\":1,\"b\":\"x\"}", null)]
    [InlineData("{{\"a\":1,\"b\":\"x\"}", null)]
    public void A_flat_row_is_told_by_its_tokens(string row, string? values)
    {
        foreach (int width in (int[])[512, 0])
        {
            using var input = new JsonFreeRowsInput(Flat, width);
            input.Accept("{\"a\":1,\"b\":\"x\"}");
            Assert.Equal(values, input.Tell(row + "\n{\"a\":1,\"b\":\"x\"}\n").FirstOrDefault());
            Assert.Equal(values, input.Tell(row).FirstOrDefault());
        }
    }

    [Theory]
    [InlineData(30)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(300)]
    public void A_flat_row_may_have_long_names(int length)
    {
        string name = new('n', length);
        using var input = new JsonFreeRowsInput(new JsonMembers(JsonMember.Value("a"), JsonMember.Value(name)), 512);
        input.Accept($"{{\"a\":1,\"{name}\":2}}");
        Assert.Equal(["3|4", "5|6"], input.Tell($"{{\"{name}\":4,\"a\":3}}\n{{\"{name}n\":7,\"a\":5,\"{name}\":6,\"{name[1..]}\":8}}\n"));
        Assert.Empty(input.Tell($"{{\"{name}\":4,\"a\":3,\"{name}\":4}}\n"));
        Assert.Empty(input.Tell($"{{\"{name[1..]}\\u006E\":4,\"a\":3}}\n"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(31)]
    [InlineData(86)]
    [InlineData(103)]
    public void Tokens_tell_the_same_rows_as_names_alone(int seed)
    {
        var random = new Random(seed);
        using var byTokens = new JsonFreeRowsInput(Flat, 512);
        using var byNames = new JsonFreeRowsInput(Flat, 0);
        foreach (string row in (string[])["{\"a\":1,\"b\":\"x\"}", "{\"a\":\"1\",\"b\":2}", "{}"])
        {
            byTokens.Accept(row);
            byNames.Accept(row);
        }

        int told = 0;
        for (int round = 0; round < 4_000; round++)
        {
            // Mostly of one kind, so that many are told together; some are damaged.
            bool isOther = random.Next(2) == 0;
            var text = new StringBuilder();
            for (int row = random.Next(1, 12); row > 0; row--)
            {
                isOther ^= random.Next(6) == 0;
                string[] members =
                [
                    isOther ? "\"a\":\"" + random.Next(1_000) + "\"" : "\"a\":" + random.Next(),
                    isOther ? "\"b\":" + random.Next(10) : "\"b\":\"" + new string('b', random.Next(70)) + "\"",
                    .. Enumerable.Range(0, random.Next(6)).Select(i => $"\"n{new string('n', random.Next(random.Next(8) == 0 ? 40 : 20))}{i}\":" + Values[random.Next(random.Next(4) == 0 ? Values.Length : SimpleValues)]),
                ];
                random.Shuffle(members);
                string line = "{" + string.Join(',', members) + (random.Next(20) == 0 ? "}\r" : "}");
                text.Append(random.Next(12) == 0 ? Damaged(line, random) : line).Append('\n');
            }

            text.Length -= random.Next(4) == 0 ? 1 : 0;
            int limit = random.Next(1, 20);
            List<string> expected = byNames.TellAll(text.ToString(), limit);
            told += expected.Sum(run => run.Count(c => c == '@'));
            Assert.Equal(expected, byTokens.TellAll(text.ToString(), limit));
        }

        Assert.InRange(told, 16_000, 25_000);
    }

    [Theory]
    [InlineData("\"a\":1,\"b\":\"x\",\"a\":1")]
    [InlineData("\"a\":1,\"b\":\"x\",\"\\u0061\":1")]
    [InlineData("\"a\":1,\"b\":\"x\",\"A name that is longer than thirty-one bytes \\u0061\":1")]
    [InlineData("\"a\":1,\"b\":\"x\",\"c\":")]
    [InlineData("\"a\":1,\"b\"")]
    public void A_row_that_cannot_be_told_ends_those_before_it(string members)
    {
        const string usual = "{\"a\":1,\"b\":\"x\"}";
        using var input = new JsonFreeRowsInput(Flat, 512);
        input.Accept(usual);
        Assert.Equal(["1|x@15 1|x@31", "", "1|x@" + (50 + members.Length)], input.TellAll($"{usual}\n{usual}\n{{{members}}}\n{usual}\n", 10));
    }

    private static string Damaged(string row, Random random)
    {
        const string others = "\"\"\\{}[],: 019-.e\r\u0001é\n";
        int at = random.Next(row.Length);
        char other = others[random.Next(others.Length)];
        return random.Next(3) switch
        {
            0 => row[..at] + other + row[(at + 1)..],
            1 => row[..at] + other + row[at..],
            _ => row.Remove(at, 1),
        };
    }
}
