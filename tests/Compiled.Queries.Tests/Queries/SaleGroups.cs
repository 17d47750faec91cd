namespace Compiled.Queries.Tests.Queries;

public readonly record struct ShopTotals(Utf8String Shop, long Sales, long Online, double Amount, decimal Price, long Quantity, long Discount, double Rating);

public readonly record struct ShopExtremes(
    Utf8String? Customer, double LeastAmount, double MostAmount, int? LeastDiscount, int? MostDiscount, double? MeanRating, double MeanQuantity, decimal MeanPrice,
    Utf8String FirstShop, Utf8String LastShop, DateTimeOffset Earliest, DateTimeOffset Latest, decimal LeastPrice, DateOnly LastDay);

public readonly record struct Ranked(Utf8String Shop, int Quantity, double Amount);

public readonly record struct Cumulated(Utf8String Shop, double Amount, double Sum);

public readonly record struct ByZip(int? Zip, bool Online, long Count);

public readonly record struct SaleKey(Utf8String Shop, DateOnly Day, bool IsOnline);

/// <summary>Groups without windows: every kind of key and aggregate, having, order. JSON.</summary>
[Pipeline]
public static partial class SaleGroups
{
    [Query(OutputMode.Update)]
    static IStream<ShopTotals> ByShop([Json] IStream<Sale> sales) => sales
        .GroupBy(s => s.Shop)
        .Select(g => new ShopTotals(
            g.Key, g.Count(), g.Count(s => s.IsOnline), g.Sum(s => s.Amount), g.Sum(s => s.Price), g.Sum(s => s.Quantity), g.Sum(s => s.Discount), g.Sum(s => s.Rating)));

    [Query(OutputMode.Complete)]
    static IStream<ShopExtremes> ByCustomer([Json] IStream<Sale> sales) => sales
        .GroupBy(s => s.Customer)
        .Select(g => new ShopExtremes(
            g.Key, g.Min(s => s.Amount), g.Max(s => s.Amount), g.Min(s => s.Discount), g.Max(s => s.Discount), g.Average(s => s.Rating), g.Average(s => s.Quantity), g.Average(s => s.Price),
            g.Min(s => s.Shop), g.Max(s => s.Shop), g.Min(s => s.Time), g.Max(s => s.Time), g.Min(s => s.Price), g.Max(s => s.Day)));

    [Query(OutputMode.Complete)]
    static IStream<ByZip> Zips([Json] IStream<Sale> sales) => sales
        .GroupBy(s => new { Zip = s.Delivery?.Zip, s.IsOnline })
        .Select(g => new ByZip(g.Key.Zip, g.Key.IsOnline, g.Count()));

    [Query(OutputMode.Update)]
    static IStream<(DateOnly Day, int Quantity, double Amount)> Days([Json] IStream<Sale> sales) => sales
        .GroupBy(s => (s.Day, s.Quantity))
        .Where(g => g.Count() > 2)
        .Where(g => g.Sum(s => s.Amount) > 500)
        .Select(g => (g.Key.Day, g.Key.Quantity, g.Max(s => s.Amount)));

    [Query(OutputMode.Complete)]
    static IStream<Ranked> Best([Json] IStream<Sale> sales, int top = 5) => sales
        .GroupBy(s => (s.Shop, s.Quantity))
        .Select(g => new Ranked(g.Key.Shop, g.Key.Quantity, g.Sum(s => s.Amount)))
        .OrderBy(r => r.Shop)
        .ThenByDescending(r => r.Amount)
        .Take(top);

    [Query(OutputMode.Complete)]
    static IStream<Cumulated> Cumulative([Json] IStream<Sale> sales) => Best(sales, 100)
        .Where(r => r.Quantity > 1)
        .OrderByDescending(r => r.Amount)
        .ThenBy(r => r.Quantity)
        .Scan(default(Cumulated), (acc, r) => new Cumulated(r.Shop, r.Amount, acc.Sum + r.Amount));

    [Query(OutputMode.Update)]
    static IStream<(SaleKey Key, long Count)> Keys([Json] IStream<Sale> sales) => sales
        .GroupBy(s => new SaleKey(s.Shop, s.Day, s.IsOnline))
        .Select(g => (g.Key, g.Count()));

    [Query(OutputMode.Complete)]
    static IStream<(double? Rating, double Mean)> Ratings([Json] IStream<Sale> sales) => sales
        .Select(s => new { s.Rating, Total = s.Amount * s.Quantity })
        .GroupBy(x => x.Rating)
        .Select(g => (g.Key, g.Average(x => x.Total) + g.Count()));

    [Query(OutputMode.Complete)]
    static IStream<(Utf8String Code, double Total)> Codes([Json] IStream<Sale> sales) => sales
        .SelectMany(s => s.Lines)
        .GroupBy(l => l.Code)
        .Select(g => (g.Key, g.Sum(l => l.Quantity * l.Price)))
        .Where(t => t.Item2 > 50);
}
