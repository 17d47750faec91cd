using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

public sealed class SaleTests
{
    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Rows_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(SaleRows), setting);
        MemorySink<Sale> whole, filtered;
        MemorySink<Labelled> labels, nulls, patterns, fromOther;
        MemorySink<(long Id, Utf8String Tail, int Length, bool Hit)> texts;
        MemorySink<(long Id, DateTimeOffset Hour, int Year, DateOnly Day, double Hours)> dates;
        MemorySink<(long Id, double Net, double Root, int Sign, long Bits)> numbers;
        MemorySink<LineOf> lines, syntax;
        MemorySink<Line> bareLines;
        MemorySink<(long Id, int Step)> steps;
        await run.Run(SaleRows
            .Read(sales: run.Input("sales", SaleData.Parts), factor: run.Parameter("factor", 1.25), shift: run.Parameter("shift", 3))
            .Write(
                whole: whole = run.Output<Sale>(), filtered: filtered = run.Output<Sale>(), labels: labels = run.Output<Labelled>(), nulls: nulls = run.Output<Labelled>(),
                patterns: patterns = run.Output<Labelled>(), texts: texts = run.Output<(long, Utf8String, int, bool)>(),
                dates: dates = run.Output<(long, DateTimeOffset, int, DateOnly, double)>(), numbers: numbers = run.Output<(long, double, double, int, long)>(),
                lines: lines = run.Output<LineOf>(), bareLines: bareLines = run.Output<Line>(), steps: steps = run.Output<(long, int)>(), syntax: syntax = run.Output<LineOf>(),
                fromOther: fromOther = run.Output<Labelled>()));

        Sale[] rows = [.. SaleData.Parts.SelectMany(p => p)];
        run.Expect("Whole", rows, whole.Rows);
        run.Expect("Filtered", rows.Where(s => s.Amount > 100 && s.Quantity < 8 && s.IsOnline), filtered.Rows);
        run.Expect("Labels", rows.Select(s => new Labelled(s.Id, s.Customer ?? s.Shop, s.IsOnline ? Math.Round(s.Amount * 0.9, 2) : s.Amount)), labels.Rows);
        run.Expect(
            "Nulls",
            rows.Where(s => s.Discount.HasValue || s.Delivery is { Street: not null })
                .Select(s => new Labelled(s.Id, s.Delivery is { } place ? place.City : "none", (s.Discount ?? -1) + (s.Rating ?? 0))),
            nulls.Rows);
        run.Expect(
            "Patterns",
            rows.Where(s => s.Quantity is 0 or 3 or 4 or 6 or 7 or 8 or 9 && (s.Rating is null || s.Rating >= 2.5))
                .Select(s => new Labelled(s.Id, s.Quantity == 0 ? "none" : s.Quantity < 4 ? "few" : s.Quantity == 7 ? "bulk" : "many", s.Amount)),
            patterns.Rows);
        run.Expect(
            "Texts",
            rows.Where(s => s.Shop.ToString().StartsWith("No", StringComparison.Ordinal) || s.Shop.ToString().Contains("th") || (s.Customer?.ToString() == "Ann" && s.Shop.ToString().Length > 2))
                .Select(s => (s.Id, s.Shop.Substring(1, 2), s.Shop.Length, s.Shop.ToString().EndsWith('h') != string.CompareOrdinal(s.Shop.ToString(), "O") > 0)),
            texts.Rows);
        run.Expect(
            "Dates",
            rows.Where(s => s.Time.Hour < 20 && s.Time >= DateTimeOffset.Parse("2024-03-01T00:00:00Z", null))
                .Select(s => (s.Id, s.Time.AddMinutes(-s.Time.Minute), s.Time.Year, s.Day.AddDays(1), (s.Time - DateTimeOffset.UnixEpoch).TotalHours)),
            dates.Rows);
        run.Expect(
            "Numbers",
            rows.Where(s => s.Amount > 250 || s.Quantity % 2 == 1)
                .Select(s => (s.Id, (s.Amount - (s.Amount * (s.Discount ?? 0) / 100)) * 1.25, Math.Sqrt(Math.Abs(s.Amount)), Math.Clamp(s.Quantity - 3, -1, 1), (s.Id * 8) ^ 0x55)),
            numbers.Rows);
        run.Expect("Lines", rows.SelectMany(s => s.Lines, (s, l) => new LineOf(s.Id, l.Code, l.Quantity * l.Price)), lines.Rows);
        run.Expect("BareLines", rows.SelectMany(s => s.Lines).Where(l => l.Quantity != 2), bareLines.Rows);
        run.Expect("Steps", rows.Where(s => s.Id % 5 == 0).SelectMany(s => SaleRules.Countdown(s.Quantity), (s, step) => (s.Id, step)), steps.Rows);
        run.Expect(
            "Syntax",
            rows.Where(s => s.Amount < 300).SelectMany(s => s.Lines, (s, l) => new LineOf(s.Id, l.Code, l.Quantity * l.Price * 1.25)).Where(l => l.Total > 10),
            syntax.Rows);
        run.Expect(
            "FromOther",
            rows.Where(s => s.Amount > 100 && s.Quantity < 8 && s.IsOnline).Select(s => new Labelled(s.Id, s.Customer ?? s.Shop, Math.Round(s.Amount * 0.9, 2) / 2)).Where(l => l.Value > 100),
            fromOther.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Groups_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(SaleGroups), setting);
        MemorySink<ShopTotals> byShop;
        MemorySink<ShopExtremes> byCustomer;
        MemorySink<ByZip> zips;
        MemorySink<(DateOnly Day, int Quantity, double Amount)> days;
        MemorySink<Ranked> best;
        MemorySink<Cumulated> cumulative;
        MemorySink<(SaleKey Key, long Count)> keys;
        MemorySink<(double? Rating, double Mean)> ratings;
        MemorySink<(Utf8String Code, double Total)> codes;
        await run.Run(SaleGroups
            .Read(sales: run.Input("sales", SaleData.Parts), top: run.Parameter("top", 9))
            .Write(
                byShop: byShop = run.Output<ShopTotals>(), byCustomer: byCustomer = run.Output<ShopExtremes>(), zips: zips = run.Output<ByZip>(), days: days = run.Output<(DateOnly, int, double)>(),
                best: best = run.Output<Ranked>(), cumulative: cumulative = run.Output<Cumulated>(), keys: keys = run.Output<(SaleKey, long)>(), ratings: ratings = run.Output<(double?, double)>(),
                codes: codes = run.Output<(Utf8String, double)>()));

        Sale[] rows = [.. SaleData.Parts.SelectMany(p => p)];
        run.Expect(
            "ByShop",
            rows.GroupBy(s => s.Shop).Select(g => new ShopTotals(
                g.Key, g.LongCount(), g.LongCount(s => s.IsOnline), g.Sum(s => s.Amount), g.Sum(s => s.Price), g.Sum(s => s.Quantity), g.Sum(s => s.Discount ?? 0), g.Sum(s => s.Rating ?? 0))),
            Latest(byShop.Rows, r => r.Shop));
        run.Expect(
            "ByCustomer",
            rows.GroupBy(s => s.Customer).Select(g => new ShopExtremes(
                g.Key, g.Min(s => s.Amount), g.Max(s => s.Amount), g.Min(s => s.Discount), g.Max(s => s.Discount), g.Average(s => s.Rating), g.Average(s => s.Quantity), g.Average(s => s.Price),
                g.Min(s => s.Shop), g.Max(s => s.Shop), g.Min(s => s.Time), g.Max(s => s.Time), g.Min(s => s.Price), g.Max(s => s.Day))),
            byCustomer.Rows);
        run.Expect("Zips", rows.GroupBy(s => (s.Delivery?.Zip, s.IsOnline)).Select(g => new ByZip(g.Key.Zip, g.Key.IsOnline, g.LongCount())), zips.Rows);
        run.Expect(
            "Days",
            rows.GroupBy(s => (s.Day, s.Quantity)).Where(g => g.Count() > 2 && g.Sum(s => s.Amount) > 500).Select(g => (g.Key.Day, g.Key.Quantity, g.Max(s => s.Amount))),
            Latest(days.Rows, r => (r.Day, r.Quantity)).Where(r => rows.Where(s => s.Day == r.Day && s.Quantity == r.Quantity).Sum(s => s.Amount) > 500));
        Ranked[] ranked = [.. rows.GroupBy(s => (s.Shop, s.Quantity)).Select(g => new Ranked(g.Key.Shop, g.Key.Quantity, g.Sum(s => s.Amount))).OrderBy(r => r.Shop).ThenByDescending(r => r.Amount)];
        run.Expect("Best", ranked.Take(9), best.Rows);
        double sum = 0;
        run.Expect("Cumulative", ranked.Where(r => r.Quantity > 1).OrderByDescending(r => r.Amount).ThenBy(r => r.Quantity).Select(r => new Cumulated(r.Shop, r.Amount, sum += r.Amount)), cumulative.Rows);
        run.Expect("Keys", rows.GroupBy(s => new SaleKey(s.Shop, s.Day, s.IsOnline)).Select(g => (g.Key, g.LongCount())), Latest(keys.Rows, r => r.Key));
        run.Expect("Ratings", rows.GroupBy(s => s.Rating).Select(g => (g.Key, g.Average(s => s.Amount * s.Quantity) + g.Count())), ratings.Rows);
        run.Expect("Codes", rows.SelectMany(s => s.Lines).GroupBy(l => l.Code).Select(g => (g.Key, g.Sum(l => l.Quantity * l.Price))).Where(t => t.Item2 > 50), codes.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Folds_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(SaleFolds), setting);
        MemorySink<RunningSale> totals;
        MemorySink<double> greatest;
        await run.Run(SaleFolds
            .Read(sales: run.Input("sales", SaleData.Parts), floor: run.Parameter("floor", 12.5))
            .Write(totals: totals = run.Output<RunningSale>(), greatest: greatest = run.Output<double>()));

        Sale[] rows = [.. SaleData.Parts.SelectMany(p => p)];
        RunningSale sum = default;
        run.Expect("Totals", rows.Where(s => s.Quantity > 1).Select(s => sum = sum.Add(s)), totals.Rows);
        double most = 12.5;
        run.Expect("Greatest", rows.Select(s => most = Math.Max(most, s.Amount)).Where(m => m > 300), greatest.Rows);
    }

    private static IEnumerable<T> Latest<T, TKey>(IEnumerable<T> updates, Func<T, TKey> key) => updates.GroupBy(key).Select(g => g.Last());
}
