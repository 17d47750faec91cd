using System.Globalization;
using CsvHelper;

namespace Compiled.Samples.Tests.Data;

internal sealed record SaleLine(string InvoiceNo, string StockCode, int Quantity, DateTimeOffset Date, double UnitPrice, bool IsCustomerKnown, string Country)
{
    public double Revenue => Quantity * UnitPrice;
}

internal sealed record DayFigures(DateTimeOffset Day, string Country, double Revenue, long Orders, long Lines, long UnknownCustomers);

/// <summary>What a batch should deliver.</summary>
internal sealed record ExpectedBatch(IReadOnlyList<DayFigures> Updates, long Late);

/// <summary>Sales by CsvHelper, and the meaning of watermark, update and append mode in the plainest code: the independent computation.</summary>
internal static class Sales
{
    public static List<SaleLine> Read(string file)
    {
        using var csv = new CsvReader(new StreamReader(file), CultureInfo.InvariantCulture);
        var sales = new List<SaleLine>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            sales.Add(new SaleLine(
                csv.GetField("InvoiceNo")!,
                csv.GetField("StockCode")!,
                csv.GetField<int>("Quantity"),
                DateTimeOffset.ParseExact(csv.GetField("InvoiceDate")!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                csv.GetField<double>("UnitPrice"),
                csv.GetField("CustomerID")!.Length > 0,
                csv.GetField("Country")!));
        }

        return sales;
    }

    /// <summary>
    /// Runs the days over batches: a row is late if its day had ended at the watermark that the batch began with; the watermark is the greatest time before the batch less a day.
    /// A final batch without rows delivers what the last watermark ended.
    /// </summary>
    public static (List<ExpectedBatch> Batches, List<DayFigures> Final) Days(IEnumerable<List<SaleLine>> batches)
    {
        var expected = new List<ExpectedBatch>();
        var kept = new Dictionary<(DateTimeOffset Day, string Country), List<SaleLine>>();
        DateTimeOffset watermark = DateTimeOffset.MinValue;
        foreach (List<SaleLine> batch in batches)
        {
            List<SaleLine> inTime = [.. batch.Where(sale => DayOf(sale).AddDays(1) > watermark)];
            foreach (SaleLine sale in inTime)
            {
                var key = (DayOf(sale), sale.Country);
                kept.TryAdd(key, []);
                kept[key].Add(sale);
            }

            expected.Add(new ExpectedBatch(
                [.. inTime.Select(sale => (DayOf(sale), sale.Country)).Distinct().Select(key => Figures(key, kept[key]))],
                batch.Count - inTime.Count));
            DateTimeOffset seen = batch.Max(sale => sale.Date).AddDays(-1);
            watermark = seen > watermark ? seen : watermark;
        }

        return (expected, [.. kept.Where(day => day.Key.Day.AddDays(1) <= watermark).Select(day => Figures(day.Key, day.Value))]);
    }

    /// <summary>The products with the greatest revenue, whatever their day.</summary>
    public static List<(string StockCode, double Revenue, long Sold)> Top(IEnumerable<SaleLine> sales, int count) =>
    [
        .. sales.GroupBy(sale => sale.StockCode)
            .Select(product => (product.Key, product.Sum(sale => sale.Revenue), product.Sum(sale => (long)sale.Quantity)))
            .OrderByDescending(product => product.Item2)
            .Take(count),
    ];

    /// <summary>Order and last digits of sums are nobody's promise: both are taken away.</summary>
    public static IEnumerable<DayFigures> Comparable(IEnumerable<DayFigures> days) =>
        days.Select(day => day with { Revenue = Math.Round(day.Revenue, 4) + 0.0 }).OrderBy(day => day.Day).ThenBy(day => day.Country, StringComparer.Ordinal);

    private static DateTimeOffset DayOf(SaleLine sale) => new(sale.Date.UtcDateTime.Date, TimeSpan.Zero);

    private static DayFigures Figures((DateTimeOffset Day, string Country) key, List<SaleLine> sales) => new(
        key.Day,
        key.Country,
        sales.Sum(sale => sale.Revenue),
        sales.Select(sale => sale.InvoiceNo).Distinct().Count(),
        sales.Count,
        sales.Count(sale => !sale.IsCustomerKnown));
}
