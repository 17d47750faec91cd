using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Which rows a walk tells, and where it finds their values: against shapes, which look at every name of a row by itself.</summary>
public sealed unsafe class JsonWalkTests
{
    private static readonly JsonMembers Members = new(JsonMember.Value("Kind"), JsonMember.Value("Total"), JsonMember.Value("Id"));

    [Theory]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", true)]
    [InlineData("{\"Id\":\"ZZ-99999\",\"Kind\":\"\",\"At\":1000000000000,\"Note\":\"a \\\"text\\\" with escapes \\\\\",\"Flag\":null,\"Total\":-1.25}", true)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"a text that is longer than 32 bytes\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"a\\\\b\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"ab-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-0000\\\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00\"07\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":159563468697x,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1e5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Totel\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5} ", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRI\n\",\"At\":1595634686975,\"Note\":\"x\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"a\\\n\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{\"Id\":\"AB-00007\",\"Kind\":\"PRIME\",\"At\":1595634686975,\"Note\":\"123456789012345678901234567890123456789012345678901234567890123\\\",\"Flag\":true,\"Total\":1.5}", false)]
    [InlineData("{}", false)]
    [InlineData("", false)]
    public void Rows_are_told_by_their_bytes(string row, bool isTold)
    {
        if (!JsonWalk512.IsSupported)
        {
            return;
        }

        using var input = new JsonWalkRows(Members);
        JsonShape shape = input.Learn(Enumerable.Range(0, JsonOutline.EnoughRows).Select(Row));
        string[] rows = [.. Enumerable.Range(0, 30).Select(Row), row, .. Enumerable.Range(30, 30).Select(Row)];
        List<(int Start, int End)> told = input.Tell(shape, rows);
        Assert.Equal(told, input.Tell(shape, rows, isFresh: true));
        int start = Encoding.UTF8.GetByteCount(string.Concat(rows.Take(30).Select(r => r + "\n")));
        Assert.Equal(isTold, told.Contains((start, start + Encoding.UTF8.GetByteCount(row) + 1)));
        Assert.DoesNotContain(told, r => !isTold && r.Start <= start && r.End > start);
        Assert.InRange(told.Count, isTold ? 61 : 59, isTold ? 61 : 60);
    }

    [Fact]
    public void A_walk_is_made_anew_when_a_row_shows_that_it_is_otherwise()
    {
        if (!JsonWalk512.IsSupported)
        {
            return;
        }

        string[] odd = [.. Enumerable.Range(0, 40).Select(i => Row(i).Replace("AB-", "x\\\\", StringComparison.Ordinal).Replace("\"Kind\":\"", "\"Kind\":\"a kind that is longer than 32 bytes: ", StringComparison.Ordinal))];
        using var input = new JsonWalkRows(Members);
        JsonShape shape = input.Learn(Enumerable.Range(0, JsonOutline.EnoughRows).Select(Row));
        Assert.Empty(input.Tell(shape, odd));
        JsonWalk before = shape.Walk!;
        input.Observe(shape, odd[0]);
        Assert.NotSame(before, shape.Walk);
        Assert.Equal(40, input.Tell(shape, odd).Count);
    }

    [Fact]
    public void A_row_shorter_than_any_observed_does_not_hide_the_next_one()
    {
        if (!JsonWalk512.IsSupported)
        {
            return;
        }

        using var input = new JsonWalkRows(Members);
        string Long(int i) => Row(i).Replace("\"Kind\":\"", "\"Kind\":\"at least so long ", StringComparison.Ordinal);
        JsonShape shape = input.Learn(Enumerable.Range(0, JsonOutline.EnoughRows).Select(Long));
        string[] rows = [.. Enumerable.Range(0, 30).Select(Long), Row(0), Row(7), .. Enumerable.Range(30, 30).Select(Long)];
        List<(int Start, int End)> told = input.Tell(shape, rows);
        Assert.InRange(told.Count, 50, 60);
        foreach ((int start, int end) in told)
        {
            input.CheckPlaces(shape, start, end);
        }
    }

    [Fact]
    public void A_text_of_varying_length_beyond_a_vector_has_no_walk()
    {
        using var input = new JsonWalkRows(Members);
        JsonShape shape = input.Learn(Enumerable.Range(0, JsonOutline.EnoughRows).Select(i => Row(i).Replace("\"Kind\":\"", "\"Kind\":\"" + new string('k', 64), StringComparison.Ordinal)));
        Assert.NotNull(shape.Template);
        Assert.Null(shape.Walk);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_told_is_of_the_shape_and_lies_where_the_shape_says(int seed)
    {
        if (!JsonWalk512.IsSupported)
        {
            return;
        }

        var random = new Random(seed);
        using var input = new JsonWalkRows(Members);
        JsonShape shape = input.Learn(Enumerable.Range(0, JsonOutline.EnoughRows).Select(Row));
        int told = 0;
        int good = 0;
        for (int round = 0; round < 60; round++)
        {
            int oneOf = 1 + random.Next(60);
            var rows = new List<string>();
            for (int i = 0; i < 200; i++)
            {
                bool isGood = random.Next(oneOf) > 0;
                rows.Add(isGood ? Row(random.Next(100_000)) : Damaged(Row(random.Next(100_000)), random));
                good += isGood ? 1 : 0;
            }

            foreach ((int start, int end) in input.Tell(shape, rows, isFresh: round % 2 == 0))
            {
                told++;
                input.CheckPlaces(shape, start, end);
            }
        }

        // The last rows of what is readable are left to others, and so is a block in which rows begin otherwise than expected.
        Assert.InRange(told, good * 8 / 10, 12_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(300)]
    public void Rows_of_any_length_are_found(int least)
    {
        if (!JsonWalk512.IsSupported)
        {
            return;
        }

        var random = new Random(least);
        using var arena = new ColumnArena();
        byte* block = arena.Allocate<byte>(40 * 1024).Pointer;
        uint* starts = arena.Allocate<uint>(2048).Pointer;
        int found = 0;
        for (int round = 0; round < 500; round++)
        {
            int most = least + random.Next(200);
            var expected = new List<uint>();
            int length = 0;
            int rows = random.Next(3, 40);
            for (int i = 0; i < rows; i++)
            {
                int bytes = random.Next(least, most + 1);
                new Span<byte>(block + length, bytes).Fill((byte)'x');
                length += bytes;
                block[length++] = (byte)'\n';
                expected.Add((uint)length);
            }

            new Span<byte>(block + length, least + 64).Fill((byte)'\n');
            int count = JsonRowStarts512.Find(block, length, least, starts, 1024);
            if (count > 0)
            {
                found++;
                Assert.Equal(expected, new ReadOnlySpan<uint>(starts, count).ToArray());
            }
        }

        Assert.InRange(found, 300, 500);
    }

    private static string Row(int i) =>
        $"{{\"Id\":\"{(char)('A' + (i % 26))}B-{i:00000}\",\"Kind\":\"{new string('k', i % 7)}\",\"At\":{1_595_634_686_975 + i},\"Note\":\"{(i % 5 == 0 ? "say \\\"no\\\"" : "n")}\",\"Flag\":{(i % 3 == 0 ? "null" : "false")},\"Total\":{i * 3.25}}}";

    private static string Damaged(string row, Random random)
    {
        const string others = "\"\"\\\\\n{}[],: 019-.eEntf\r\u0001é";
        int at = random.Next(row.Length);
        char other = others[random.Next(others.Length)];
        return random.Next(4) switch
        {
            0 => row[..at] + other + row[(at + 1)..],
            1 => row[..at] + other + row[at..],
            2 => row.Remove(at, 1),
            _ => row[..at] + "\\\n" + row[at..],
        };
    }
}
