using System.Text;
using Compiled.Generator.Plan;
using Compiled.Memory;
using static Compiled.Generator.Tests.Emit.JsonDecoderSchema;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Rows whose members come in an order of their own each, so that no layout helps: they must be read as if each were the only one.</summary>
public sealed class JsonDecoderFreeOrderTests
{
    private const string LongName = "ANameThatIsLongerThanThirtyOneBytesSoThatNoVectorHoldsIt";

    private static readonly PhysicalInput Some = Input(
        Value("At", ColumnKind.DateTimeOffset),
        Value("customer_name", ColumnKind.Text),
        Value("customer_city", ColumnKind.Text, nullable: true),
        Value("Total", ColumnKind.Double),
        Value("Quantity", ColumnKind.Int32, nullable: true),
        Value("Café", ColumnKind.Boolean, nullable: true),
        Value(LongName, ColumnKind.Int64),
        Record("Address", true, Value("City", ColumnKind.Text), Value("Zip", ColumnKind.Int32, nullable: true), Record("Geo", false, Value("Lat", ColumnKind.Double), Value("Lon", ColumnKind.Double))));

    private static readonly PhysicalInput Few = Input(Value("Total", ColumnKind.Double), Value("customer_name", ColumnKind.Text));

    private static readonly PhysicalInput None = Input(Value("Missing", ColumnKind.Int32, nullable: true));

    private static readonly PhysicalInput Lists = Input(Value("Total", ColumnKind.Double), ValueList("Numbers", ColumnKind.Int32));

    private static readonly string[] Texts = ["", "a", "PRIME", "Book shelf \\\"oak\\\"", "Café", "\\\\", "\\\\\\\"", "{\\\"At\\\":1}", "\\\",\\\"Total\\\":7,\\\"", "a text that is longer than thirty-two bytes, and longer than sixty-four, so that no vector holds it"];

    [Theory]
    [MemberData(nameof(WidthsAndSeeds), MemberType = typeof(JsonDecoderSchema))]
    public void A_row_is_read_alike_whatever_came_before_it(int width, int seed)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random((1000 * seed) + width);
        byte[] bytes = Rows(random, damagedOneOf: 20);
        foreach (PhysicalInput input in new[] { Some, Few, None, Lists })
        {
            JsonDecoderRun together = JsonDecoderRun.Decode(input, bytes, 1 + random.Next(300), () => random.Next(1, 100_000));
            JsonDecoderRun alone = JsonDecoderRun.DecodeAlone(input, bytes);
            Assert.Equal(alone.Malformed, together.Malformed);
            Assert.Equal(alone.Rows, together.Rows);
            Assert.InRange(alone.Malformed.Count, 1, alone.Rows.Count);
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndSeeds), MemberType = typeof(JsonDecoderSchema))]
    public void Rows_are_what_System_Text_Json_reads(int width, int seed)
    {
        using IDisposable forced = VectorWidth.Force(width);
        var random = new Random((7000 * seed) + width);
        byte[] bytes = Rows(random, damagedOneOf: int.MaxValue);
        foreach (PhysicalInput input in new[] { Some, Few, None, Lists })
        {
            JsonDecoderOracle oracle = JsonDecoderOracle.Decode(input, bytes);
            JsonDecoderRun run = JsonDecoderRun.Decode(input, bytes, 4096, () => random.Next(1, 1 << random.Next(6, 19)));
            Assert.Equal(oracle.Malformed, run.Malformed);
            Assert.Equal(oracle.Rows, run.Rows);
        }
    }

    /// <summary>Stretches of rows: of all members or some, with spaces or without, with an order of their own each or in a few layouts.</summary>
    private static byte[] Rows(Random random, int damagedOneOf)
    {
        var bytes = new List<byte>();
        for (int stretch = 0; stretch < 6; stretch++)
        {
            string colon = random.Next(2) == 0 ? ":" : ": ";
            string comma = random.Next(2) == 0 ? "," : ", ";
            string end = random.Next(4) == 0 ? "\r\n" : "\n";
            bool hasAll = stretch % 2 == 0;
            bool isInOrder = stretch is 3;
            int odd = random.Next(2) == 0 ? 12 : int.MaxValue;
            for (int i = 0; i < 160; i++)
            {
                List<string> members = Members(random, colon, comma, hasAll, isInOrder);
                if (random.Next(odd) == 0)
                {
                    Oddity(members, random, colon);
                }

                byte[] row = Encoding.UTF8.GetBytes("{" + string.Join(comma, members) + "}" + end);
                bytes.AddRange(random.Next(damagedOneOf) == 0 ? Damaged(row, random) : row);
            }
        }

        return [.. bytes];
    }

    private static List<string> Members(Random random, string colon, string comma, bool hasAll, bool isInOrder)
    {
        string Text() => "\"" + (random.Next(4) == 0 ? Texts[random.Next(Texts.Length)] : new string((char)('a' + random.Next(26)), random.Next(12))) + "\"";
        string Member(string name, string value) => $"\"{name}\"{colon}{value}";
        string Object(params string[] members) => "{" + string.Join(comma, Ordered(members, random, isInOrder)) + "}";
        string Maybe(string value) => random.Next(hasAll ? 50 : 3) == 0 ? "null" : value;
        var members = new List<string>
        {
            Member("At", random.Next(hasAll ? 50 : 2) == 0 ? "\"2020-07-25T00:01:02Z\"" : $"{random.NextInt64(1_000_000_000_000, 1_999_999_999_999)}"),
            Member("customer_name", Text()),
            Member("Total", $"{random.Next(-9, 100_000) / 100m}"),
            Member(LongName, $"{random.Next()}"),
            Member("customer_type", Text()),
            Member("Totals", $"{random.Next()}"),
            Member("Tota", "null"),
            Member("", "true"),
            Member(LongName + "Unread", Text()),
            Member("Rate", "12345678901234567890123456789012345678901234567890.5"),
            Member("Things", $"[{random.Next(9)},{{\"Total\":\"]\"}}]"),
            Member("Numbers", random.Next(2) == 0 ? "[]" : $"[{random.Next(9)}, {random.Next(99)}]"),
        };
        if (hasAll || random.Next(2) == 0)
        {
            members.Add(Member("customer_city", Maybe(Text())));
            members.Add(Member("Quantity", Maybe($"{random.Next(1000)}")));
        }

        if (hasAll || random.Next(2) == 0)
        {
            members.Add(Member("Café", Maybe("false")));
            members.Add(Member("Address", Maybe(Object(Member("City", Text()), Member("Zip", Maybe("7")), Member("Other", "[]"), Member("Geo", Object(Member("Lat", "1.5"), Member("Lon", $"{random.Next(180)}.25")))))));
        }

        return Ordered(members, random, isInOrder);
    }

    private static List<string> Ordered(IEnumerable<string> members, Random random, bool isInOrder)
    {
        string[] ordered = [.. members];
        if (!isInOrder)
        {
            random.Shuffle(ordered);
        }

        return [.. ordered];
    }

    /// <summary>What is JSON, or nearly, but no usual row: a member twice, missing, of another type, with an escaped name, with spaces.</summary>
    private static void Oddity(List<string> members, Random random, string colon)
    {
        int at = random.Next(members.Count);
        switch (random.Next(8))
        {
            case 0: members.Insert(random.Next(members.Count), members[at]); break;
            case 1: members.RemoveAt(at); break;
            case 2: members[at] = members[at].Replace("\"T", "\"\\u0054", StringComparison.Ordinal); break;
            case 3: members[at] = members[at].Insert(members[at].IndexOf(colon, StringComparison.Ordinal), " \t"); break;
            case 4: members[at] += " "; break;
            case 5: members[at] = members[at][..(members[at].IndexOf(colon, StringComparison.Ordinal) + colon.Length)] + new[] { "null", "\"12\"", "12.0", "{}", "[]", "{\"City\":\"a\"}", "true" }[random.Next(7)]; break;
            case 6: members.Insert(at, $"\"\\\"Total\"{colon}1"); break;
            default: members.Insert(at, $"\"Unknown{random.Next()}\"{colon}{{\"a\":[1,\"}}\"]}}"); break;
        }
    }

    private static byte[] Damaged(byte[] row, Random random)
    {
        List<byte> bytes = [.. row];
        for (int i = random.Next(2); i >= 0; i--)
        {
            int at = random.Next(bytes.Count - 1);
            byte other = (byte)"\n\"\"\\,:{}[] 0179-+.eE\r\0\u0001truenulZ"[random.Next(30)];
            switch (random.Next(4))
            {
                case 0: bytes[at] = other; break;
                case 1: bytes.Insert(at, other); break;
                case 2: bytes.RemoveAt(at); break;
                default: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. bytes];
    }
}
