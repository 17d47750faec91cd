namespace Compiled.Samples;

/// <summary>A line of an order. Returns have a negative quantity; some customers are not known.</summary>
public readonly record struct Sale(
    Utf8String InvoiceNo,
    Utf8String StockCode,
    Utf8String? Description,
    int Quantity,
    [property: EventTime(Pattern = "yyyy-MM-dd HH:mm:ss")] DateTimeOffset InvoiceDate,
    double UnitPrice,
    double? CustomerID,
    Utf8String Country);

public readonly record struct DayRevenue(DateTimeOffset Day, Utf8String Country, double Revenue, long Orders, long Lines, long UnknownCustomers);

public readonly record struct ProductRevenue(Utf8String StockCode, double Revenue, long Sold);

/// <summary>Revenue and orders per country and day, final and as it grows, and the best products so far: one scan for all three.</summary>
[Pipeline]
public static partial class RetailSales
{
    [Query(OutputMode.Append)]
    static IStream<DayRevenue> FinalDays([Csv] IStream<Sale> sales) => sales
        .WithWatermark(s => s.InvoiceDate, "1 day")
        .GroupBy(s => s.Country, Window.Tumbling("1 day"))
        .Select(g => new DayRevenue(
            g.Window.Start, g.Key, g.Sum(s => s.Quantity * s.UnitPrice), g.CountDistinct(s => s.InvoiceNo), g.Count(), g.Count(s => s.CustomerID == null)));

    [Query(OutputMode.Update)]
    static IStream<DayRevenue> Days([Csv] IStream<Sale> sales) => sales
        .WithWatermark(s => s.InvoiceDate, "1 day")
        .GroupBy(s => s.Country, Window.Tumbling("1 day"))
        .Select(g => new DayRevenue(
            g.Window.Start, g.Key, g.Sum(s => s.Quantity * s.UnitPrice), g.CountDistinct(s => s.InvoiceNo), g.Count(), g.Count(s => s.CustomerID == null)));

    [Query(OutputMode.Complete)]
    static IStream<ProductRevenue> TopProducts([Csv] IStream<Sale> sales, int top = 10) => sales
        .GroupBy(s => s.StockCode)
        .Select(g => new ProductRevenue(g.Key, g.Sum(s => s.Quantity * s.UnitPrice), g.Sum(s => s.Quantity)))
        .OrderByDescending(p => p.Revenue)
        .Take(top);
}
