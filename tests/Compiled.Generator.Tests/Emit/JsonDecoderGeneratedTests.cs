using Compiled.Generator.Plan;
using Compiled.Memory;
using static Compiled.Generator.Tests.Emit.JsonDecoderSchema;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Generated rows against System.Text.Json: every kind of member, layouts that come and go, frames cut anywhere, every vector width.</summary>
public sealed class JsonDecoderGeneratedTests
{
    private static readonly PhysicalInput Everything = Input(
        Value("Flag", ColumnKind.Boolean, nullable: true),
        Value("Small", ColumnKind.SByte, nullable: true),
        Value("Tiny", ColumnKind.Byte, nullable: true),
        Value("Short", ColumnKind.Int16, nullable: true),
        Value("UShort", ColumnKind.UInt16, nullable: true),
        Value("Int", ColumnKind.Int32),
        Value("UInt", ColumnKind.UInt32, nullable: true),
        Value("Long", ColumnKind.Int64),
        Value("ULong", ColumnKind.UInt64, nullable: true),
        Value("Float", ColumnKind.Single, nullable: true),
        Value("Real", ColumnKind.Double),
        Value("Money", ColumnKind.Decimal, nullable: true),
        Value("Text", ColumnKind.Text),
        Value("Note", ColumnKind.String, nullable: true),
        Value("At", ColumnKind.DateTimeOffset),
        Value("Stamp", ColumnKind.DateTime, nullable: true, date: new DateEncoding(DateUnit.Seconds, null)),
        Value("Local", ColumnKind.DateTime, nullable: true, date: new DateEncoding(DateUnit.Text, "yyyy-MM-dd HH:mm:ss")),
        Value("Day", ColumnKind.DateOnly, nullable: true),
        Value("Span", ColumnKind.TimeSpan, nullable: true),
        Record("Address", true, Value("City", ColumnKind.Text), Value("Zip", ColumnKind.Int32, nullable: true), Record("Geo", false, Value("Lat", ColumnKind.Double))),
        Record("Owner", false, Value("Name", ColumnKind.Text, nullable: true), ValueList("Phones", ColumnKind.Text)),
        List("Items", Value("Code", ColumnKind.Text), Value("Price", ColumnKind.Double, nullable: true), List("Parts", Value("Id", ColumnKind.Int64)), Record("Box", true, Value("W", ColumnKind.Int32))),
        List("Extra", true, Value("K", ColumnKind.Text)),
        ValueList("Numbers", ColumnKind.Int32, nullableElements: true));

    private static readonly PhysicalInput Few = Input(Value("Long", ColumnKind.Int64), Value("Text", ColumnKind.Text), Value("Real", ColumnKind.Double));

    public static TheoryData<int, int, int> Runs()
    {
        var runs = new TheoryData<int, int, int>();
        int seed = 1;
        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            foreach (int batchRows in new[] { 1, 7, 4096 })
            {
                runs.Add(width, batchRows, seed++);
            }
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Rows_are_what_System_Text_Json_reads(int width, int batchRows, int seed)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random(seed);
        foreach (PhysicalInput input in new[] { Everything, Few })
        {
            byte[] bytes = new JsonDecoderRows(random) { IsRead = name => input.Row.Find(name) != null }.Rows(4_200);
            JsonDecoderOracle oracle = JsonDecoderOracle.Decode(input, bytes);
            Assert.InRange(oracle.Rows.Count, 2_000, 4_200);
            JsonDecoderRun run = JsonDecoderRun.Decode(input, bytes, batchRows, () => random.Next(1, 1 << random.Next(6, 19)));
            Assert.Equal(oracle.Malformed, run.Malformed);
            Assert.Equal(oracle.Rows, run.Rows);
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void A_damaged_row_is_read_alike_with_and_without_known_layouts(int width)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random(99 + width);
        byte[] good = new JsonDecoderRows(random) { IsRegular = true }.Rows(200);
        var damaged = new List<byte>();
        int start = 0;
        foreach (int end in Enumerable.Range(0, good.Length).Where(i => good[i] == '\n'))
        {
            byte[] row = good[start..(end + 1)];
            for (int copy = 0; copy < 10; copy++)
            {
                damaged.AddRange(row);
                damaged.AddRange(Damage(row, random));
            }

            start = end + 1;
        }

        byte[] bytes = [.. damaged];
        foreach (PhysicalInput input in new[] { Everything, Few })
        {
            JsonDecoderRun together = JsonDecoderRun.Decode(input, bytes, 4096);
            JsonDecoderRun alone = JsonDecoderRun.DecodeAlone(input, bytes);
            Assert.Equal(alone.Malformed, together.Malformed);
            Assert.Equal(alone.Rows, together.Rows);
            CompareWithOracle(input, bytes, together);
        }
    }

    /// <summary>What System.Text.Json accepts must be accepted; skipped values may be laxer, but never change what is read.</summary>
    private static void CompareWithOracle(PhysicalInput input, byte[] bytes, JsonDecoderRun run)
    {
        JsonDecoderOracle oracle = JsonDecoderOracle.Decode(input, bytes);
        var lax = new HashSet<long>(oracle.Malformed.Except(run.Malformed));
        string[] tooStrict = run.Malformed.Select((position, i) => (position, Why: run.Reasons[i] + ": " + run.Raw[i])).Where(m => !oracle.Malformed.Contains(m.position)).Select(m => m.Why).ToArray();
        Assert.True(tooStrict.Length == 0, string.Join("\n", tooStrict));
        Assert.True(lax.Count < oracle.Malformed.Count);
        int row = 0;
        int expected = 0;
        int start = 0;
        var malformed = new HashSet<long>(run.Malformed);
        foreach (int end in Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n'))
        {
            bool isBlank = bytes.AsSpan(start, end - start).IndexOfAnyExcept(" \t\r"u8) < 0;
            if (!isBlank && !malformed.Contains(start))
            {
                if (!lax.Contains(start))
                {
                    Assert.Equal(oracle.Rows[expected++], run.Rows[row]);
                }

                row++;
            }

            start = end + 1;
        }
    }

    private static byte[] Damage(byte[] row, Random random)
    {
        const string favourites = "\"\"\\\\{}[],: \n\0\u0001u019-.eEntf\r";
        var bytes = new List<byte>(row);
        for (int times = random.Next(1, 3); times > 0 && bytes.Count > 1; times--)
        {
            int at = random.Next(bytes.Count - 1);
            byte value = random.Next(4) == 0 ? (byte)random.Next(256) : (byte)favourites[random.Next(favourites.Length)];
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.Insert(at, value);
                    break;
                case 2:
                    bytes.RemoveAt(at);
                    break;
                default:
                    int from = random.Next(bytes.Count - 1);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(12), bytes.Count - 1 - from)));
                    break;
            }
        }

        return [.. bytes];
    }
}
