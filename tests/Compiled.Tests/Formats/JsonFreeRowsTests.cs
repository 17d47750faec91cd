using System.Text;
using Compiled.Execution;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Which rows are told by their names alone, and where their values are. That what is told is right whatever came before is tested with the decoders.</summary>
public sealed unsafe class JsonFreeRowsTests
{
    private const string LongName = "ANameThatIsLongerThanThirtyOneBytes";

    private const string Usual = "{\"Kind\":\"PRIME\",\"Total\":1.5,\"Id\":7,\"ANameThatIsLongerThanThirtyOneBytes\":true,\"Place\":{\"City\":\"Ulm\",\"Zip\":89073}}";

    private static readonly JsonMembers Members = new(
        JsonMember.Value("Kind"),
        JsonMember.Value("Total"),
        JsonMember.Record("Place", new JsonMembers(JsonMember.Value("City"), JsonMember.Value("Zip"))),
        JsonMember.Value(LongName));

    private static readonly JsonMembers Flat = new(JsonMember.Value("a"), JsonMember.Value("b"));

    // Objects, arrays and long texts come last.
    private const int SimpleValues = 9;

    private static readonly string[] Values = ["1", "-2.5e7", "true", "null", "\"\"", "\"text\"", "\"a \\\"b\\\" \\\\\"", "\",:{}\"", "\"é\"", "[1]", "{\"a\":{}}", "\"" + new string('t', 100) + "\""];

    [Theory]
    [InlineData(Usual, "PRIME|1.5|Ulm|89073|true")]
    [InlineData("{\"ANameThatIsLongerThanThirtyOneBytes\":false,\"Place\":{\"Zip\":1,\"More\":[1,{\"City\":\"}\"}],\"City\":\"\"},\"Id\":\"7\",\"Total\":-2e3,\"Kind\":\"a \\\"b\\\"\"}", "a \\\"b\\\"|-2e3||1|false")]
    [InlineData("{\"Total\":0, \"Place\":{\"Zip\":1, \"City\":\"x\"}, \"Kind\":\"\", \"ANameThatIsLongerThanThirtyOneBytes\":1}", "|0|x|1|1")]
    [InlineData("{\"Total\": 0, \"Place\": {\"Zip\": 1, \"City\": \"x\"}, \"Kind\": \"y\", \"ANameThatIsLongerThanThirtyOneBytes\": 1}\r", "y|0|x|1|1")]
    [InlineData("{\"Kind\":\"x\",\"\":null,\"Kinds\":1,\"kind\":2,\"Kin\":3,\"Total\":1234567890123456789012345678901234567890,\"ANameThatIsLongerThanThirtyOneByte\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", "x|1234567890123456789012345678901234567890|x|2|1")]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)] // one is missing, and never was
    [InlineData("{\"Kind\":1,\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)] // a number where all were texts
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":null}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":\"x\"}", null)]
    [InlineData("{\"Kind\":{},\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2,\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2},\"\\u004Bind\":\"y\"}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1 ,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}},", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2},}", null)]
    [InlineData("{\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2},\"Kind\":\"x\n}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\n,\"Zip\":2}}", null)]
    [InlineData("{\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":\n2}}", null)]
    [InlineData(" {\"Kind\":\"x\",\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":1,\"Place\":{\"City\":\"x\",\"Zip\":2}}", null)]
    [InlineData("{}", null)]
    [InlineData("{", null)]
    [InlineData("", null)]
    public void A_row_is_told_by_its_names(string row, string? values)
    {
        foreach (int width in (int[])[512, 0])
        {
            using var input = new Rows(Members, width);
            input.Accept(Usual);
            List<string> told = input.Tell(row + "\n" + Usual + "\n");
            Assert.Equal(values, told.FirstOrDefault());
            Assert.Equal(values, input.Tell(row).FirstOrDefault());
        }
    }

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
            using var input = new Rows(Flat, width);
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
        using var input = new Rows(new JsonMembers(JsonMember.Value("a"), JsonMember.Value(name)), 512);
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
        using var byTokens = new Rows(Flat, 512);
        using var byNames = new Rows(Flat, 0);
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
        using var input = new Rows(Flat, 512);
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

    [Fact]
    public void What_was_accepted_once_is_told_from_then_on()
    {
        using var input = new Rows(Members, 512);
        const string other = "{\"Total\":1,\"Kind\":null,\"ANameThatIsLongerThanThirtyOneBytes\":\"1\",\"Place\":null}";
        const string both = "{\"Total\":1,\"ANameThatIsLongerThanThirtyOneBytes\":\"1\",\"Place\":{\"Zip\":3,\"City\":\"x\"},\"Kind\":null}";
        Assert.Empty(input.Tell(Usual));
        input.Accept(Usual);
        Assert.Empty(input.Tell(other));
        Assert.Empty(input.Tell(both));
        input.Accept(other);
        Assert.Equal(["null|1|-|-|1"], input.Tell(other));
        Assert.Equal(["null|1|x|3|1"], input.Tell(both));

        // A member of a record that was not there was not missing.
        Assert.Empty(input.Tell(both.Replace("\"Zip\":3,", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_record_that_was_null_is_looked_at_in_every_row()
    {
        using var input = new Rows(new JsonMembers(JsonMember.Value("a"), JsonMember.Record("r", new JsonMembers(JsonMember.Value("b")))), 512);
        input.Accept("{\"a\":1,\"r\":null}");
        Assert.Equal(2, input.Tell("{\"a\":1,\"r\":null}\n{\"r\":null,\"a\":1}\n{\"a\":1,\"r\":5555}\n").Count);
    }

    [Fact]
    public void Rows_are_taken_together_as_long_as_they_have_the_same_members()
    {
        using var input = new Rows(Members, 512);
        var random = new Random(1);
        string[] members = ["\"Kind\":\"a\"", "\"Total\":1", $"\"{LongName}\":2", "\"Place\":{\"Zip\":3,\"City\":\"b\"}", "\"Other\":\"text\"", "\"Number\":1"];
        string Row(int first)
        {
            string[] shuffled = members[first..];
            random.Shuffle(shuffled);
            return "{" + string.Join(',', shuffled) + "}\n";
        }

        input.Accept(Row(0));
        input.Accept(Row(1));
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i => Row(i < 30 ? 0 : 1)));
        List<string> told = input.Tell(rows);
        Assert.Equal(30, told.Count);
        Assert.All(told, row => Assert.Equal("a|1|b|3|2", row));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Rows_with_an_order_of_their_own_each_are_soon_known(int width)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random(width);
        string[] members = [.. Enumerable.Range(0, 12).Select(i => $"\"Member{i}\":{i}")];
        var members2 = new JsonMembers(JsonMember.Value("Member3"), JsonMember.Value("Member7"));
        string text = string.Concat(Enumerable.Range(0, 2_000).Select(_ =>
        {
            random.Shuffle(members);
            return "{" + string.Join(',', members) + "}\n";
        }));
        using var bytes = new PaddedText(Encoding.UTF8.GetBytes(text), (byte)'"');
        using var rows = new JsonRows(members2, new NoMalformedRows());
        var frame = new Frame(bytes.Pointer, bytes.Length, true, 0, "test");
        rows.Begin(in frame, 0);
        JsonFields fields = default;
        int known = 0;
        int all = 0;
        for (; rows.Next(ref fields, 4_000); all++)
        {
            if (fields.IsKnown)
            {
                known++;
                Assert.True(fields.Int64(0, out long three) && fields.Int64(1, out long seven) && three == 3 && seven == 7);
                continue;
            }

            JsonCursor cursor = rows.Read(in fields);
            bool first = true;
            Assert.True(cursor.BeginObject());
            while (cursor.NextMember(members2, ref first, out int _))
            {
                cursor.Skip();
            }

            Assert.True(cursor.End());
            rows.Learn();
        }

        Assert.Equal(2_000, all);
        Assert.InRange(known, 1_980, 2_000);
    }

    [Fact]
    public void Lists_and_too_many_members_are_left_to_the_cursor()
    {
        Assert.Null(JsonFreeRows.TryMake(new JsonMembers(JsonMember.ValueList("Numbers")), 512));
        Assert.Null(JsonFreeRows.TryMake(new JsonMembers([.. Enumerable.Range(0, 65).Select(i => JsonMember.Value($"M{i}"))]), 512));
        Assert.NotNull(JsonFreeRows.TryMake(new JsonMembers([.. Enumerable.Range(0, 64).Select(i => JsonMember.Value($"a_name_that_begins_like_all_{i}"))]), 512));
        Assert.NotNull(JsonFreeRows.TryMake(new JsonMembers(), 512));
    }

    private sealed class NoMalformedRows : MalformedRows
    {
        public override void Report(in Frame frame, int position, int length, string reason) => Assert.Fail(reason);
    }

    /// <summary>Rows in memory that is readable as a frame's is, with their index.</summary>
    private sealed class Rows(JsonMembers members, int width) : IDisposable
    {
        private readonly ColumnArena _arena = new();
        private readonly JsonIndex _index = new(0);
        private readonly JsonFreeRows _rows = JsonFreeRows.TryMake(members, width)!;

        public void Accept(string row)
        {
            using var bytes = new PaddedText(Encoding.UTF8.GetBytes(row), (byte)'"');
            int end = _index.Scan(bytes.Pointer, bytes.Length, endsRow: true);
            _rows.Accept(bytes.Pointer, 0, end, _index.Positions, _index.Positions + _index.Count, _arena.Allocate<uint>(100).Pointer);
        }

        /// <summary>The needed values of the first rows that are taken together; a dash for one that is not there.</summary>
        public List<string> Tell(string text)
        {
            using var bytes = new PaddedText(Encoding.UTF8.GetBytes(text), (byte)'"');
            int end = Begin(bytes, bytes.Length);
            ushort* quotes = _index.Positions;
            return Next(bytes, end, 0, ref quotes, 100, out _);
        }

        /// <summary>The same of all rows, a line for those that are taken together, with where each ends; a row that is not taken is passed over.</summary>
        public List<string> TellAll(string text, int limit)
        {
            // Behind the rows lies another one, which belongs to the next block.
            byte[] rows = Encoding.UTF8.GetBytes(text);
            using var bytes = new PaddedText([.. rows, .. text.EndsWith('\n') ? "{\"a\":1,\"b\":\"x\"}\n"u8 : ""u8], (byte)'"');
            int end = Begin(bytes, rows.Length);
            ushort* quotes = _index.Positions;
            var runs = new List<string>();
            for (int row = 0; row < end;)
            {
                List<string> told = Next(bytes, end, row, ref quotes, limit, out ushort[] newlines);
                runs.Add(string.Join(' ', told.Zip(newlines, (values, newline) => $"{values}@{newline}")));
                if (told.Count == 0)
                {
                    int newline = _index.NewlineOf(row);
                    quotes = _index.Positions + newline + 1;
                    row = _index.Positions[newline] + 1;
                }
                else
                {
                    Assert.Equal(newlines[^1], quotes[-1]);
                    row = newlines[^1] + 1;
                }
            }

            return runs;
        }

        private int Begin(PaddedText bytes, int length)
        {
            _rows.Forget();
            return _index.Scan(bytes.Pointer, length, endsRow: true);
        }

        private List<string> Next(PaddedText bytes, int end, int from, ref ushort* quotes, int limit, out ushort[] newlines)
        {
            uint* places = _arena.Allocate<uint>((100 * _rows.PlaceCount) + 16).Pointer;
            Column<ushort> ends = _arena.Allocate<ushort>(100);
            int count = _rows.Match(bytes.Pointer, from, end, ref quotes, _index.Positions + _index.Count, limit, places, ends.Pointer);
            newlines = new ReadOnlySpan<ushort>(ends.Pointer, count).ToArray();
            var told = new List<string>();
            for (int row = 0; row < count; row++)
            {
                var values = new List<string>();
                for (int slot = 0; slot < _rows.PlaceCount - 1; slot++)
                {
                    uint place = places[(row * _rows.PlaceCount) + 1 + slot];
                    JsonSlotKind kind = _rows.Slots[slot].Kind;
                    if (members != Members || slot != 2)
                    {
                        values.Add(kind is JsonSlotKind.Text or JsonSlotKind.Bare ? Encoding.UTF8.GetString(bytes.Pointer + (ushort)place, (int)(place >> 16) - (ushort)place) : "-");
                    }
                }

                told.Add(string.Join('|', values));
            }

            return told;
        }

        public void Dispose()
        {
            _index.Dispose();
            _arena.Dispose();
        }
    }
}
