using System.Globalization;
using System.Text;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Rows that are cut in registers, and all that may stand among them: values, order, malformed rows and their reasons are those of the scalar decoder.</summary>
public sealed class CsvShortRowTests
{
    private const string Forms = "ildtwks";
    private static readonly string[] Texts = ["", "a", "BUY", "SELL", "seven 7", "eight  8", "fifteen letters", "sixteen letters!", "é漢", "\0", "B\0"];

    public static TheoryData<string> Troubles =>
        new("none", "lengths", "quotes", "returns", "mixed returns", "blank", "fields", "numbers", "texts", "bytes", "all");

    [Theory]
    [MemberData(nameof(Troubles))]
    public void Rows_are_those_of_the_scalar_decoder(string trouble)
    {
        var random = new Random(trouble.Length);
        for (int file = 0; file < 40; file++)
        {
            (int fields, (int Field, char Form)[] columns) = Schema(random);
            byte[] data = File(random, fields, columns, trouble, rows: file % 10 == 0 ? 3000 : random.Next(700));
            int[] splits = file % 3 == 0 ? [] : [.. Enumerable.Range(0, 4).Select(_ => random.Next(1, 40_000))];
            int early = random.Next(1, columns.Length + 1);
            Func<int, bool>? refuses = file % 4 == 1 ? hash => hash % 3 == 0 : null;
            foreach (int batch in (int[])[1, 7, 300, 4096])
            {
                (List<string> expected, CollectedRows expectedBad) = Decode(0, data, splits, fields, columns, batch, early, refuses);
                (List<string> rows, CollectedRows bad) = Decode(512, data, splits, fields, columns, batch, early, refuses);
                Assert.Equal(expected, rows);
                Assert.Equal(expectedBad.Rows, bad.Rows);
            }
        }
    }

    [Fact]
    public void Rows_around_64_bytes()
    {
        for (int length = 55; length < 70; length++)
        {
            foreach (string end in (string[])["\n", "\r\n"])
            {
                // Every row has this length, or one in hundred does.
                foreach (int oneIn in (int[])[1, 100])
                {
                    var text = new StringBuilder();
                    for (int r = 0; r < 1000; r++)
                    {
                        string start = string.Create(CultureInfo.InvariantCulture, $"{r},");
                        text.Append(start).Append('x', r % oneIn == 0 ? length - start.Length - 4 : 5).Append(",BUY").Append(end);
                    }

                    byte[] data = Encoding.ASCII.GetBytes(text.ToString());
                    List<string> rows = Decode(512, data, [], 3, [(0, 'l'), (2, 'w'), (2, 'k')], 4096, 0, null).Rows;
                    Assert.Equal(Enumerable.Range(0, 1000).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r}|5955420000000003|BUY")), rows);
                }
            }
        }
    }

    [Fact]
    public void A_last_row_without_a_line_feed_and_rows_cut_by_frames()
    {
        string text = string.Concat(Enumerable.Range(0, 500).Select(r => string.Create(CultureInfo.InvariantCulture, $"k{r},{r}.5\n"))) + "last,9.25";
        List<string> expected = [.. Enumerable.Range(0, 500).Select(r => string.Create(CultureInfo.InvariantCulture, $"k{r}|{r}.5|k{r}")), "last|9.25|last"];
        for (int split = 1; split < 200; split++)
        {
            (List<string> rows, CollectedRows bad) = Decode(512, Encoding.ASCII.GetBytes(text), [2000, split], 2, [(0, 'k'), (1, 'd'), (0, 'k')], 4096, 0, null);
            Assert.Equal(expected, rows);
            Assert.Empty(bad.Rows);
        }
    }

    [Fact]
    public void Rows_of_separators_alone()
    {
        byte[] data = Encoding.ASCII.GetBytes("a,1\n" + string.Concat(Enumerable.Repeat(",\n", 500)) + "b,2\n");
        foreach (string forms in (string[])["kwkw", "kwkwks", "wlkk"])
        {
            (int, char)[] columns = [.. forms.Select((form, i) => (i % 2, form))];
            (List<string> expected, CollectedRows expectedBad) = Decode(0, data, [100], 2, columns, 4096, 0, null);
            (List<string> rows, CollectedRows bad) = Decode(512, data, [100], 2, columns, 4096, 0, null);
            Assert.Equal(expected, rows);
            Assert.Equal(expectedBad.Rows, bad.Rows);
        }
    }

    [Fact]
    public void Another_segment_may_have_its_fields_elsewhere()
    {
        var bad = new CollectedRows();
        using var decoder = new CsvAnyDecoder(3, [(0, 'l'), (1, 'k'), (2, 'd')], 4096, bad, header: true);
        foreach (string header in (string[])["f0,f1,f2", "f2,f0,f1", "f1,x,y,f2,f0"])
        {
            var rows = new List<string>();
            string[] names = header.Split(',');
            string line(int r) => string.Join(',', names.Select(n => n switch { "f0" => r.ToString(CultureInfo.InvariantCulture), "f1" => "key" + r, "f2" => r + ".75", _ => "other" }));
            byte[] data = Encoding.ASCII.GetBytes(header + "\n" + string.Concat(Enumerable.Range(0, 2000).Select(r => line(r) + "\n")));
            FrameFeeder.Feed(data, [20_000], decoder.BeginSegment, decoder.Decode, count => rows.AddRange(Enumerable.Range(0, count).Select(decoder.Row)));
            Assert.Equal(Enumerable.Range(0, 2000).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r}|key{r}|{r}.75")), rows);
        }

        Assert.Empty(bad.Rows);
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        using var bytes = new PaddedText(string.Concat(Enumerable.Range(0, 20_000).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r},BUY,{r}.25,broker{r % 1000},x\n"))));
        using var decoder = new CsvAnyDecoder(5, [(0, 'l'), (1, 'w'), (2, 'd'), (3, 'k')], 1000, new CollectedRows());
        Frame frame = bytes.ToFrame(bytes.Length, isFinal: true);
        Assert.Equal(0, SteadyState.AllocatedBytes(20_000, () =>
        {
            int rows = 0;
            int position = 0;
            int count;
            while ((count = decoder.Decode(frame, ref position)) > 0)
            {
                rows += count;
            }

            return rows;
        }));
    }

    private static (List<string> Rows, CollectedRows Bad) Decode(
        int bits, byte[] data, IReadOnlyList<int> splits, int fields, IReadOnlyList<(int Field, char Form)> columns, int batch, int early, Func<int, bool>? refuses)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        var bad = new CollectedRows();
        var rows = new List<string>();
        using var decoder = new CsvAnyDecoder(fields, columns, batch, bad, header: false, early, refuses);
        FrameFeeder.Feed(data, splits, decoder.BeginSegment, decoder.Decode, count => rows.AddRange(Enumerable.Range(0, count).Select(decoder.Row)));
        return (rows, bad);
    }

    private static (int Fields, (int Field, char Form)[] Columns) Schema(Random random)
    {
        int fields = random.Next(2, 11);
        int read = random.Next(Math.Min(fields, 3), fields + 1);
        int[] order = [.. Enumerable.Range(0, fields)];
        random.Shuffle(order);
        return (fields, [.. order.Take(read).Select(field => (field, Forms[random.Next(random.Next(2) == 0 ? Forms.Length - 1 : Forms.Length)]))]);
    }

    private static byte[] File(Random random, int fields, (int Field, char Form)[] columns, string trouble, int rows)
    {
        var form = new char[fields];
        Array.Fill(form, 'u');
        foreach ((int field, char f) in columns)
        {
            form[field] = f;
        }

        bool Has(string what, int oneIn) => (trouble == what || trouble == "all") && random.Next(oneIn) == 0;
        bool returns = trouble == "returns" || random.Next(4) == 0;

        // Trouble comes in some stretches of a file, so that blocks with and without it follow one another.
        int oneIn = ((int[])[3, 100, 1000])[random.Next(3)];
        var text = new List<byte>();
        for (int r = 0; r < rows; r++)
        {
            int count = Has("fields", oneIn) ? random.Next(1, fields + 3) : fields;
            for (int f = 0; f < count; f++)
            {
                string value = Value(random, f < fields ? form[f] : 'u', Has("numbers", oneIn), Has("texts", oneIn));
                value += Has("lengths", oneIn * fields) ? new string('1', random.Next(70)) : "";
                text.AddRange(f > 0 ? ","u8 : ""u8);
                text.AddRange(Encoding.UTF8.GetBytes(Has("quotes", oneIn) ? $"\"{value}{(random.Next(3) == 0 ? ",\n" : "")}\"" : value));
                if (Has("bytes", oneIn))
                {
                    text.Add((byte)random.Next(128, 256));
                }
            }

            text.AddRange(returns ^ Has("mixed returns", oneIn) ? "\r\n"u8 : "\n"u8);
            text.AddRange(Has("blank", oneIn) ? "\n\r\n"u8 : ""u8);
        }

        return [.. random.Next(2) == 0 ? text : text.SkipLast(1)];
    }

    private static string Value(Random random, char form, bool oddNumber, bool oddText) => form switch
    {
        'i' or 'l' or 'd' or 't' when oddNumber => ((string[])["", "-5", "x", "1e3", ".", "5.", "-", "12345678901234567", "0.1234567890123456", "."])[random.Next(10)],
        'i' => random.Next(100_000).ToString(CultureInfo.InvariantCulture),
        'l' => (random.NextInt64(10_000_000_000_000_000) >> random.Next(50)).ToString(CultureInfo.InvariantCulture),
        't' => (1549339200000 + random.Next()).ToString(CultureInfo.InvariantCulture),
        'd' => (random.Next(1_000_000) / 100m).ToString(random.Next(20) == 0 ? "F1" : "F2", CultureInfo.InvariantCulture),
        _ when oddText => Texts[random.Next(Texts.Length)],
        'w' => random.Next(2) == 0 ? "BUY" : "SELL",
        _ => "t" + random.Next(1000).ToString(CultureInfo.InvariantCulture),
    };
}
