using System.Globalization;
using System.Text;
using Compiled.Memory;
using CsvHelper;
using CsvHelper.Configuration;

namespace Compiled.Tests.Formats;

/// <summary>CSV nobody would write by hand, held against CsvHelper and against the rules spelled out a byte at a time.</summary>
public sealed class CsvHostileTests
{
    private const int Columns = 5;
    private static readonly string[] Pieces = ["a", "bc", "0", " ", "\t", "\0", "é", "漢", "😀", "'", ";", "\\", "-1.5", "long text with many letters and no end in sight "];
    private static readonly string[] QuotedPieces = [.. Pieces, ",", "\n", "\r\n", "\r", "\"\"", "\"\"\"\"", ",,", "\n\n"];
    private static readonly Lazy<(byte[] Data, List<string> Expected, int Malformed)> Hostile = new(MakeHostile);

    public static TheoryData<int, int, int> Ways
    {
        get
        {
            var ways = new TheoryData<int, int, int>();
            foreach (int bits in (int[])[512, 256, 128, 0])
            {
                ways.Add(bits, 4096, int.MaxValue / 2);
                ways.Add(bits, 100, 70_001);
            }

            ways.Add(512, 1, 1_000_003);
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Generated_rows_are_what_CsvHelper_reads(int bits, int batchRows, int split)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        (byte[] data, List<string> expected, int malformed) = Hostile.Value;
        (List<string> rows, CollectedRows bad) = Decode(data, batchRows, [split], Columns);
        Assert.Equal(malformed, bad.Rows.Count);
        Assert.Equal(expected.Count, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i] != expected[i])
            {
                Assert.Equal(expected[i], rows[i]);
            }
        }
    }

    [Fact]
    public void Garbage_is_read_by_the_rules_whatever_the_width_and_the_frames()
    {
        var random = new Random(31);
        string[] alphabet = [",", ",", "\"", "\n", "\r\n", "\r", "a", "b", "é", "\0", ",,\n", "\"\"", "x,y,z\n", "\"p,\"\"q\",r,s\n", new string('w', 70)];
        for (int file = 0; file < 1500; file++)
        {
            var text = new StringBuilder("c0,c1,c2\n");
            for (int n = random.Next(200); n > 0; n--)
            {
                text.Append(alphabet[random.Next(alphabet.Length)]);
            }

            byte[] data = Encoding.UTF8.GetBytes(text.ToString());
            if (file % 10 == 0 && data.Length > 20)
            {
                data[random.Next(10, data.Length)] = (byte)random.Next(128, 256);
            }

            (List<string> expected, int malformed) = ByTheRules(data, 3);
            int[] splits = [.. Enumerable.Range(0, 5).Select(_ => random.Next(1, 300))];
            foreach (int bits in (int[])[512, 256, 128, 0])
            {
                using IDisposable _ = VectorWidth.Force(bits);
                (List<string> rows, CollectedRows bad) = Decode(data, random.Next(1, 50), file % 2 == 0 ? splits : [], 3);
                Assert.True(expected.SequenceEqual(rows), $"file {file}, {bits} bits: {text}\nexpected {string.Join(" / ", expected)}\ngot {string.Join(" / ", rows)}");
                Assert.Equal(malformed, bad.Rows.Count);
                Assert.Equal(bad.Rows.OrderBy(b => b.Offset).ToList(), bad.Rows);
            }
        }
    }

    private static (List<string> Rows, CollectedRows Bad) Decode(byte[] data, int batchRows, IReadOnlyList<int> splits, int columns)
    {
        var bad = new CollectedRows();
        var rows = new List<string>();
        using var decoder = new CsvTextDecoder(columns, batchRows, bad);
        FrameFeeder.Feed(data, splits, decoder.BeginSegment, decoder.Decode, count =>
        {
            for (int r = 0; r < count; r++)
            {
                rows.Add(Join(decoder.Row(r)));
            }
        });
        return (rows, bad);
    }

    private static string Join(IEnumerable<string?> fields) => string.Join('\u241F', fields);

    private static (byte[] Data, List<string> Expected, int Malformed) MakeHostile()
    {
        var random = new Random(20260102);
        var text = new StringBuilder("c0,c1,c2,c3,c4\n");
        for (int i = 0; i < 110_000; i++)
        {
            int fields = random.Next(200) == 0 ? random.Next(1, 9) : Columns;
            for (int f = 0; f < fields; f++)
            {
                text.Append(f > 0 ? "," : "");
                AppendField(text, random);
            }

            text.Append(random.Next(3) == 0 ? "\r\n" : "\n");
            text.Append(random.Next(300) == 0 ? "\n\r\n" : "");
        }

        byte[] data = Encoding.UTF8.GetBytes(text.ToString());
        var expected = new List<string>();
        int malformed = 0;
        using var reader = new StreamReader(new MemoryStream(data), Encoding.UTF8);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null, IgnoreBlankLines = true });
        parser.Read();
        while (parser.Read())
        {
            string[] record = parser.Record!;
            if (record.Length == Columns)
            {
                expected.Add(Join(record));
            }
            else
            {
                malformed++;
            }
        }

        return (data, expected, malformed);
    }

    private static void AppendField(StringBuilder text, Random random)
    {
        bool quoted = random.Next(4) == 0;
        string[] pieces = quoted ? QuotedPieces : Pieces;
        text.Append(quoted ? "\"" : "");
        for (int n = random.Next(quoted ? 6 : 4); n > 0; n--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        text.Append(quoted ? "\"" : "");
    }

    /// <summary>What docs say of CSV, without a thought of speed. A null is joined like an empty text.</summary>
    private static (List<string> Rows, int Malformed) ByTheRules(byte[] data, int columns)
    {
        var rows = new List<string>();
        int malformed = 0;
        int start = Array.IndexOf(data, (byte)'\n') + 1;
        while (start < data.Length)
        {
            var fields = new List<byte[]>();
            int fieldStart = start;
            bool inside = false;
            int i = start;
            for (; i < data.Length && (inside || data[i] != '\n'); i++)
            {
                inside ^= data[i] == '"';
                if (data[i] == ',' && !inside)
                {
                    fields.Add(data[fieldStart..i]);
                    fieldStart = i + 1;
                }
            }

            byte[] last = data[fieldStart..i];
            fields.Add(last.Length > 0 && last[^1] == '\r' ? last[..^1] : last);
            start = i + 1;
            if (!inside && fields.Count == 1 && fields[0].Length == 0)
            {
                continue;
            }

            string?[] values = [.. fields.Select(Value)];
            if (inside || fields.Count != columns || values.Contains(null))
            {
                malformed++;
            }
            else
            {
                rows.Add(Join(values));
            }
        }

        return (rows, malformed);
    }

    private static string? Value(byte[] field)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(field);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        bool quoted = text.Length >= 2 && text[0] == '"' && text[^1] == '"';
        string inner = quoted ? text[1..^1] : text;
        string undoubled = inner.Replace("\"\"", "\u0001", StringComparison.Ordinal);
        if (undoubled.Contains('"', StringComparison.Ordinal) || (!quoted && inner.Contains('"', StringComparison.Ordinal)))
        {
            return null;
        }

        return undoubled.Replace('\u0001', '"');
    }
}
