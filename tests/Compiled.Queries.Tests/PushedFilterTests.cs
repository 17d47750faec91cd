using System.Globalization;
using System.Text;
using Compiled.Memory;
using Compiled.Monitoring;
using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

/// <summary>A filter that the decoder tests: the answer is the same, and a row that it refuses is not malformed for a value that nobody reads.</summary>
public sealed class PushedFilterTests
{
    private const string AirRow = """{"Id":1,"Kind":"air","Site":"A","Value":1.5,"Time":"2024-01-01T00:00:00Z","Grade":3}""";
    private const string SeaRow = """{"Id":1,"Kind":"sea","Site":"A","Value":1.5,"Time":"2024-01-01T00:00:00Z","Grade":3}""";
    private const int Least = 2;
    private static readonly Sample[][] Parts = Make();

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Json_agrees(Setting setting)
    {
        using var run = new PipelineRun(typeof(PushedJson), setting);
        MemorySink<Kept> kept;
        await run.Run(PushedJson.Read(readings: run.Input("readings", Parts), least: run.Parameter("least", Least)).Write(kept: kept = run.Output<Kept>()));
        run.Expect("Kept", Expected(), kept.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Json_agrees_where_a_text_is_a_constant(Setting setting)
    {
        IEnumerable<Sample> air = Parts.SelectMany(p => p).Where(r => r.Kind.ToString() == "air");
        using var run = new PipelineRun(typeof(PushedText), setting);
        MemorySink<Kept> kept;
        await run.Run(PushedText.Read(readings: run.Input("readings", Parts)).Write(kept: kept = run.Output<Kept>()));
        run.Expect("Kept", air.Select(r => new Kept(r.Id, r.Site, r.Value)), kept.Rows);
        using var runBehind = new PipelineRun(typeof(PushedTextBehind), setting);
        MemorySink<(int Id, int Length, Utf8String Kind)> behind;
        await runBehind.Run(PushedTextBehind.Read(readings: runBehind.Input("readings", Parts)).Write(kept: behind = runBehind.Output<(int, int, Utf8String)>()));
        runBehind.Expect("Kept", air.Select(r => (r.Id, 3, r.Kind)), behind.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Json_agrees_where_the_constant_is_the_text_null(Setting setting)
    {
        Utf8String[] kinds = [new("null"), new("nul"), new("air")];
        Utf8String?[] sites = [null, new("null"), new("A")];
        Sample[][] parts = [.. Parts.Select(part => (Sample[])[.. part.Select(r => r with { Kind = kinds[r.Id % 3], Site = sites[r.Id / 3 % 3] })])];
        using var run = new PipelineRun(typeof(PushedNull), setting);
        MemorySink<(int Id, bool IsText, bool IsNull, Utf8String Site)> kept;
        await run.Run(PushedNull.Read(readings: run.Input("readings", parts)).Write(kept: kept = run.Output<(int, bool, bool, Utf8String)>()));
        run.Expect(
            "Kept",
            parts.SelectMany(p => p).Where(r => r.Kind.ToString() == "null").Select(r => (r.Id, r.Site?.ToString() == "null", r.Site is null, r.Site ?? new Utf8String("null"))),
            kept.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Csv_agrees(Setting setting)
    {
        using var run = new PipelineRun(typeof(PushedCsv), setting);
        MemorySink<Kept> kept;
        MemorySink<(Utf8String? Site, long Count)> sites;
        await run.Run(PushedCsv
            .Read(readings: run.Input("readings", Parts), least: run.Parameter("least", Least))
            .Write(kept: kept = run.Output<Kept>(), sites: sites = run.Output<(Utf8String?, long)>()));
        run.Expect("Kept", Expected(), kept.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Lists_behind_a_filter_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(PushedLists), setting);
        MemorySink<LineOf> lines;
        await run.Run(PushedLists.Read(sales: run.Input("sales", SaleData.Parts)).Write(lines: lines = run.Output<LineOf>()));
        run.Expect(
            "Lines",
            SaleData.Parts.SelectMany(p => p)
                .Where(s => s.Quantity > 3 && s.Customer?.ToString() != "Ann" && s.Delivery?.City.ToString() != "Oslo")
                .SelectMany(s => s.Lines, (s, l) => new LineOf(s.Id, l.Code, l.Quantity * l.Price)),
            lines.Rows);
        Assert.Contains("unless: Where(s => s.Quantity > 3", PushedLists.Explain(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Binary_agrees(Setting setting)
    {
        Tick[][] parts = TickTests.Make();
        using var run = new PipelineRun(typeof(PushedBinary), setting);
        MemorySink<(int Id, double Cost)> costs;
        MemorySink<(long Key, long Count, long Odds, int Tens)> shares;
        MemorySink<(byte Venue, DateTimeOffset Start, long Count, double Sum)> totals;
        await run.Run(PushedBinary
            .Read(ticks: run.Input("ticks", parts), least: run.Parameter("least", 40))
            .Write(costs: costs = run.Output<(int, double)>(), parts: shares = run.Output<(long, long, long, int)>(), totals: totals = run.Output<(byte, DateTimeOffset, long, double)>()));
        run.Expect("Costs", parts.SelectMany(p => p).Where(IsKept).Select(t => (t.Id, t.Price * 2.5)), costs.Rows);
        run.Expect(
            "Parts",
            parts.SelectMany(p => p).Where(IsKept).GroupBy(t => t.Volume / 1_000_003).Select(g => (g.Key, g.LongCount(), g.Sum(t => t.Volume % 97), g.Max(t => (t.Id / 10) - 7))),
            shares.Rows.GroupBy(r => r.Key).Select(g => g.Last()));
        TimeSpan size = TimeSpan.FromMilliseconds(250);
        DateTimeOffset end = parts.SelectMany(p => p).Where(IsKept).Max(t => t.Time).AddSeconds(-1);
        Tick[][] kept = [.. run.Epochs(parts).Select(epoch => epoch.Where(IsKept).ToArray())];
        run.Expect(
            "Totals",
            Lateness.OnTime(kept, t => t.Time, TimeSpan.FromSeconds(1), size)
                .GroupBy(t => (t.Venue, Start: Lateness.Start(t.Time, size))).Where(g => g.Key.Start + size <= end)
                .Select(g => (g.Key.Venue, g.Key.Start, g.LongCount(), g.Sum(t => (t.Price * 2.0) + t.Bid))),
            totals.Rows);

        static bool IsKept(Tick tick) => tick.Id >= 40 && (tick.Flags & 1) == 0 && tick.Id % 3 != 1;
    }

    [Fact]
    public void The_plan_says_what_is_pushed_down()
    {
        Assert.Contains("by vectors: GroupBy(t => t.Volume / 1_000_003)", PushedBinary.Explain(), StringComparison.Ordinal);
        Assert.Contains("refused before the rest is converted unless: Where(t => t.Id >= least) and Where(t => (t.Flags & 1) == 0) and Where(t => t.Id % 3 != 1)", PushedBinary.Explain(), StringComparison.Ordinal);
        Assert.Contains("refused before the rest is converted unless: Where(r => r.Kind == \"air\"", PushedJson.Explain(), StringComparison.Ordinal);
        Assert.Contains("refused before the rest is converted unless: Where(r => r.Kind == \"air\"", PushedCsv.Explain(), StringComparison.Ordinal);
        Assert.DoesNotContain("r.Value > 0", PushedCsv.Explain().Split("query")[0], StringComparison.Ordinal);
        Assert.DoesNotContain("refused", SaleRows.Explain(), StringComparison.Ordinal);
    }

    public static TheoryData<int?, int> Batches { get; } = new() { { 1, 512 }, { 7, 512 }, { null, 512 }, { null, 256 }, { null, 128 }, { null, 0 } };

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Json_values_behind_the_filter_cannot_make_a_refused_row_malformed(int? batchRows, int vectorBits)
    {
        (string Row, Fate Fate)[] rows =
        [
            (AirRow, Fate.Kept),
            (SeaRow, Fate.Refused),
            (SeaRow.Replace("1.5", "1.5 2.5"), Fate.Malformed), // not JSON
            (SeaRow.Replace("1.5", "truth"), Fate.Refused),
            (AirRow.Replace("1.5", "truth"), Fate.Malformed),
            (SeaRow.Replace("1.5", "\"1.5\""), Fate.Refused),
            (AirRow.Replace("1.5", "\"1.5\""), Fate.Malformed),
            (SeaRow.Replace("\"Value\":1.5,", ""), Fate.Refused),
            (AirRow.Replace("\"Value\":1.5,", ""), Fate.Malformed),
            (AirRow.Replace("\"air\"", "5"), Fate.Malformed),
            (AirRow.Replace("\"Grade\":3", "\"Grade\":1"), Fate.Refused),
            (AirRow.Replace("\"Grade\":3", "\"Grade\":null"), Fate.Kept),
            (AirRow.Replace("\"Grade\":3", "\"Grade\":\"x\""), Fate.Malformed),
            (SeaRow.Replace("\"Grade\":3", "\"Grade\":\"x\""), Fate.Malformed), // the filter reads it
            ("""{"Value":[1],"Grade":1,"Kind":"air","Id":{"a":"b"}}""", Fate.Refused),
            ("""{"Value":[1],"Grade":2,"Kind":"air","Id":{"a":"b"}}""", Fate.Malformed),
            (SeaRow + "}", Fate.Malformed),
            (SeaRow[..^3], Fate.Malformed),
            (SeaRow.Replace("\"sea\"", "\"s\\u0065a\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"\\u0061ir\""), Fate.Kept),
        ];
        await Check(rows, "", bytes => PushedJson.Read(Source.Bytes(bytes), Least, Malformed.Drop).Write(Sink.Memory<Kept>()), batchRows, vectorBits);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Json_rows_refused_for_one_text_are_sound_in_that_text(int? batchRows, int vectorBits)
    {
        (string Row, Fate Fate)[] rows =
        [
            (AirRow, Fate.Kept),
            (SeaRow, Fate.Refused),
            (SeaRow.Replace("1.5", "truth"), Fate.Refused),
            (AirRow.Replace("1.5", "truth"), Fate.Malformed),
            (SeaRow.Replace("\"sea\"", "\"s\\u0065a\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"\\u0061ir\""), Fate.Kept),
            (AirRow.Replace("\"air\"", "\"airs\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"ai\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"air that is longer than thirty-two bytes\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"aïr\""), Fate.Refused),
            (AirRow.Replace("\"air\"", "\"a\tr\""), Fate.Malformed),
            (AirRow.Replace("\"air\"", "\"a\\xr\""), Fate.Malformed),
            (AirRow.Replace("\"air\"", "5"), Fate.Malformed),
            (AirRow.Replace("\"air\"", "null"), Fate.Malformed),
        ];
        await Check(rows, "", bytes => PushedText.Read(Source.Bytes(bytes), Malformed.Drop).Write(Sink.Memory<Kept>()), batchRows, vectorBits);

        // Nothing reads the value here.
        rows = [.. rows.Where(r => !r.Row.Contains("truth", StringComparison.Ordinal))];
        await Check(rows, "", bytes => PushedTextBehind.Read(Source.Bytes(bytes), Malformed.Drop).Write(Sink.Memory<(int, int, Utf8String)>()), batchRows, vectorBits);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Json_null_is_not_the_text_null(int? batchRows, int vectorBits)
    {
        const string row = """{"Id":1,"Kind":"null","Site":"A","Value":1.5,"Time":"2024-01-01T00:00:00Z","Grade":3}""";
        (string Row, Fate Fate)[] rows = [(row, Fate.Kept), (row.Replace("\"null\"", "\"none\""), Fate.Refused), (row.Replace("\"null\"", "null"), Fate.Malformed)];
        await Check(rows, "", bytes => PushedNull.Read(Source.Bytes(bytes), Malformed.Drop).Write(Sink.Memory<(int, bool, bool, Utf8String)>()), batchRows, vectorBits);
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public async Task Csv_values_behind_the_filter_cannot_make_a_refused_row_malformed(int? batchRows, int vectorBits)
    {
        (string Row, Fate Fate)[] rows =
        [
            ("1,air,A,1.5,2024-01-01T00:00:00Z,3", Fate.Kept),
            ("1,sea,A,1.5,2024-01-01T00:00:00Z,3", Fate.Refused),
            ("1,sea,A,x,2024-01-01T00:00:00Z,3", Fate.Refused),
            ("1,air,A,x,2024-01-01T00:00:00Z,3", Fate.Malformed),
            ("1,air,A,1.5,2024-01-01T00:00:00Z,1", Fate.Refused),
            ("x,air,A,,2024-01-01T00:00:00Z,1", Fate.Refused),
            ("1,air,A,1.5,2024-01-01T00:00:00Z,", Fate.Kept),
            ("1,sea,A,1.5,2024-01-01T00:00:00Z,x", Fate.Malformed), // the filter reads it
            ("1,sea,A,1.5,2024-01-01T00:00:00Z,3,4", Fate.Malformed), // no row of this input
            ("1,\"air\",\"A\"\"\n\",1.5,2024-01-01T00:00:00Z,3", Fate.Kept),
            ("1,\"sea\",\"A\"\"\n\",1.5,2024-01-01T00:00:00Z,3", Fate.Refused),
            ("", Fate.Blank),
        ];
        await Check(
            rows,
            "Id,Kind,Site,Value,Time,Grade\n",
            bytes => PushedCsv.Read(Source.Bytes(bytes), Least, Malformed.Drop).Write(Sink.Memory<Kept>(), Sink.Memory<(Utf8String? Site, long Count)>()),
            batchRows,
            vectorBits);
    }

    // All rows in a random order, many times: so every row meets every path, that of the layout learned last too.
    private static async Task Check((string Row, Fate Fate)[] kinds, string header, Func<ReadOnlyMemory<byte>, JobBuilder> job, int? batchRows, int vectorBits)
    {
        var random = new Random(12);
        (string Row, Fate Fate)[] rows = [.. Enumerable.Range(0, 4000).Select(_ => kinds[random.Next(random.Next(4) == 0 ? kinds.Length : 2)])];
        byte[] bytes = Encoding.UTF8.GetBytes(header + string.Concat(rows.Select(r => r.Row + "\n")));
        BatchProgress? seen = null;
        using (VectorWidth.Force(vectorBits))
        {
            JobBuilder builder = job(bytes).Trigger(Trigger.AvailableNow);
            await builder.BatchRows(batchRows ?? builder.Options.BatchRows).OnProgress(progress => seen = progress).RunAsync();
        }

        int Count(Fate fate) => rows.Count(r => r.Fate == fate);
        Assert.Equal(Count(Fate.Malformed), seen!.Inputs[0].Malformed);
        Assert.Equal(Count(Fate.Kept) + Count(Fate.Refused), seen.Inputs[0].Rows);
        Assert.Equal(Count(Fate.Kept), seen.Queries[0].RowsOut);
    }

    private static IEnumerable<Kept> Expected() => Parts
        .SelectMany(p => p)
        .Where(r => r.Kind.ToString() == "air" && (r.Grade ?? 9) >= Least)
        .Select(r => new Kept(r.Id, r.Site, r.Value));

    private static Sample[][] Make()
    {
        var random = new Random(7);
        Utf8String[] kinds = [new("air"), new("sea"), new("a long kind of reading"), new("")];
        return [.. Enumerable.Range(0, 3).Select(part => (Sample[])[.. Enumerable.Range(0, 700).Select(i => new Sample(
            (part * 1000) + i,
            kinds[random.Next(kinds.Length)],
            random.Next(3) == 0 ? (Utf8String?)null : new Utf8String("site " + random.Next(5).ToString(CultureInfo.InvariantCulture)),
            Math.Round(random.NextDouble() * 100, 2) - 50,
            DateTimeOffset.UnixEpoch.AddSeconds(random.Next(1_000_000)),
            random.Next(3) == 0 ? (int?)null : random.Next(4)))])];
    }

    private enum Fate
    {
        Kept,
        Refused,
        Malformed,
        Blank,
    }
}
