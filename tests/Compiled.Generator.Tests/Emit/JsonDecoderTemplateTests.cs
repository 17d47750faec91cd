using System.Text;
using Compiled.Generator.Plan;
using Compiled.Memory;
using static Compiled.Generator.Tests.Emit.JsonDecoderSchema;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Rows of one layout in long runs, so that their lengths are foreseen: rows that keep them, rows that do not, and rows with a byte changed.</summary>
public sealed class JsonDecoderTemplateTests
{
    private const int GoodRows = 70;

    private static readonly PhysicalInput Some = Input(Value("At", ColumnKind.Int64), Value("Kind", ColumnKind.Text), Value("Quantity", ColumnKind.Int32), Value("Flag", ColumnKind.Boolean), Value("Total", ColumnKind.Double));

    private static readonly PhysicalInput None = Input(Value("Missing", ColumnKind.Int32, nullable: true));

    private static readonly PhysicalInput List = Input(Value("Kind", ColumnKind.Text), List("Items", Value("Code", ColumnKind.Text), Value("Price", ColumnKind.Double)));

    private static readonly string[] Texts = ["", "a", "PRIME", "NONPRIME", "Book shelf \\\"oak\\\"", "Café", "\\\\", "\\\\\\\"", "{\\\"At\\\":1}", "a text that is longer than a vector, which is 64 bytes, so that it reaches over the next window as well"];

    private static readonly string[] Numbers = ["0", "7", "-1", "3.5", "1e5", "-0.25e-3", "123456789012345", "12345678901234567890123", "null", "true", "01", "1.", "+1", "a", ""];

    [Theory]
    [MemberData(nameof(WidthsAndSeeds), MemberType = typeof(JsonDecoderSchema))]
    public void A_row_is_read_alike_whatever_rows_before_it_made_likely(int width, int seed)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random((1000 * seed) + width);
        foreach (PhysicalInput input in new[] { Some, None, List })
        {
            byte[] bytes = Rows(random);
            JsonDecoderRun together = JsonDecoderRun.Decode(input, bytes, 1 + random.Next(300), () => random.Next(1, 100_000));
            JsonDecoderRun alone = JsonDecoderRun.DecodeAlone(input, bytes);
            Assert.Equal(alone.Malformed, together.Malformed);
            Assert.Equal(alone.Rows, together.Rows);
            Assert.InRange(alone.Malformed.Count, 1, alone.Rows.Count);
        }
    }

    [Fact]
    public void Rows_that_keep_their_lengths_and_rows_that_do_not_are_what_System_Text_Json_reads()
    {
        var random = new Random(7);
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2_000).Select(i => Row(random, isSteady: i % 500 < 400) + (i % 900 > 700 ? "\r\n" : "\n"))));
        JsonDecoderOracle oracle = JsonDecoderOracle.Decode(Some, bytes);
        JsonDecoderRun run = JsonDecoderRun.Decode(Some, bytes, 64);
        Assert.Equal(oracle.Malformed, run.Malformed);
        Assert.Equal(oracle.Rows, run.Rows);
        Assert.Equal(2_000, run.Rows.Count);
    }

    private static byte[] Rows(Random random)
    {
        var bytes = new List<byte>();
        for (int phase = 0; phase < 4; phase++)
        {
            // One layout, or several in turn or at random.
            (int Items, bool HasSpace)[] layouts = [.. Enumerable.Range(0, phase == 0 ? 1 : random.Next(1, 4)).Select(_ => (random.Next(3), random.Next(2) == 0))];
            bool isInTurn = random.Next(2) == 0;
            byte[] Good(int row)
            {
                (int items, bool hasSpace) = layouts[isInTurn ? row % layouts.Length : random.Next(layouts.Length)];
                return Encoding.UTF8.GetBytes(Row(random, isSteady: random.Next(8) > 0, items, hasSpace) + "\n");
            }

            for (int i = 0; i < GoodRows * layouts.Length; i++)
            {
                bytes.AddRange(Good(i));
            }

            // Many damaged rows, or so few that what was foreseen goes on to be.
            int oneOf = phase % 2 == 0 ? 40 : 3;
            for (int i = 0; i < 400; i++)
            {
                bytes.AddRange(random.Next(oneOf) == 0 ? Damaged(Good(i), random) : Good(i));
            }
        }

        return [.. bytes];
    }

    /// <summary>A row; a steady one has the lengths that most have.</summary>
    private static string Row(Random random, bool isSteady, int items = 1, bool hasSpace = false)
    {
        string Text(int length) => isSteady || random.Next(3) > 0 ? new string((char)('a' + random.Next(26)), length) : Texts[random.Next(Texts.Length)];
        string Any() => Texts[random.Next(4)];
        string[] list = [.. Enumerable.Range(0, items).Select(_ => $"{{\"Code\":\"{Text(4)}\",\"Price\":{random.Next(100)}.5}}")];
        string row = $"{{\"Number\":\"{Text(8)}\",\"At\":{random.NextInt64(1_000_000_000_000, 9_999_999_999_999)},\"Place\":\"{Text(7)}\",\"Kind\":\"{Any()}\",\"ANameThatIsLongerThanAWindowOf64BytesSoThatItTakesTwoOfThemWhateverHappens\":\"{Text(2)}\","
            + $"\"Quantity\":{(isSteady ? random.Next(10) : random.Next(-1000, 1000))},\"Rate\":{random.Next(100_000)},\"Nothing\":null,\"Flag\":{(random.Next(2) == 0 ? "true" : "false")},\"Text\":\"{Any()}\",\"Items\":[{string.Join(',', list)}],"
            + $"\"Ratio\":{(isSteady ? $"{random.Next(10)}.{random.Next(10)}" : $"{random.Next(-9, 9)}e{random.Next(3)}")},\"Total\":{random.Next(1_000_000) / 100m}}}";
        return hasSpace ? row.Replace(",\"", ", \"", StringComparison.Ordinal) : row;
    }

    private static byte[] Damaged(byte[] row, Random random)
    {
        List<byte> bytes = [.. row];
        for (int i = random.Next(2); i >= 0; i--)
        {
            int at = random.Next(bytes.Count - 1);
            byte other = (byte)"\n\"\"\\,:{}[] 0179-+.eE\r\0é\u0001truenulZ"[random.Next(31)];
            switch (random.Next(5))
            {
                case 0: bytes[at] = other; break;
                case 1: bytes.Insert(at, other); break;
                case 2: bytes.RemoveAt(at); break;
                case 3: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                default: ReplaceNumber(bytes, random); break;
            }
        }

        return [.. bytes];
    }

    private static void ReplaceNumber(List<byte> bytes, Random random)
    {
        string row = Encoding.Latin1.GetString([.. bytes]);
        string name = new[] { "\"Quantity\":", "\"Rate\":", "\"At\":", "\"Total\":", "\"Ratio\":", "\"Flag\":" }[random.Next(6)];
        int start = row.IndexOf(name, StringComparison.Ordinal) + name.Length;
        int end = row.IndexOfAny([',', '}'], start);
        if (start >= name.Length && end > start)
        {
            bytes.RemoveRange(start, end - start);
            bytes.InsertRange(start, Encoding.ASCII.GetBytes(Numbers[random.Next(Numbers.Length)]));
        }
    }
}
