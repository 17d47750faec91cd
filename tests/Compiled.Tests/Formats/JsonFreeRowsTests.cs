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

    private const int RecordSlot = 2;

    private static readonly JsonMembers Members = new(
        JsonMember.Value("Kind"),
        JsonMember.Value("Total"),
        JsonMember.Record("Place", new JsonMembers(JsonMember.Value("City"), JsonMember.Value("Zip"))),
        JsonMember.Value(LongName));

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
            using var input = new JsonFreeRowsInput(Members, width, RecordSlot);
            input.Accept(Usual);
            List<string> told = input.Tell(row + "\n" + Usual + "\n");
            Assert.Equal(values, told.FirstOrDefault());
            Assert.Equal(values, input.Tell(row).FirstOrDefault());
        }
    }

    [Fact]
    public void What_was_accepted_once_is_told_from_then_on()
    {
        using var input = new JsonFreeRowsInput(Members, 512, RecordSlot);
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
        using var input = new JsonFreeRowsInput(new JsonMembers(JsonMember.Value("a"), JsonMember.Record("r", new JsonMembers(JsonMember.Value("b")))), 512);
        input.Accept("{\"a\":1,\"r\":null}");
        Assert.Equal(2, input.Tell("{\"a\":1,\"r\":null}\n{\"r\":null,\"a\":1}\n{\"a\":1,\"r\":5555}\n").Count);
    }

    [Fact]
    public void Rows_are_taken_together_as_long_as_they_have_the_same_members()
    {
        using var input = new JsonFreeRowsInput(Members, 512, RecordSlot);
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
}
