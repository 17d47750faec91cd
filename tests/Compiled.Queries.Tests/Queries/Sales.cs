namespace Compiled.Queries.Tests.Queries;

public readonly record struct Line(Utf8String Code, int Quantity, double Price);

public readonly record struct Place(Utf8String City, Utf8String? Street, int Zip);

public readonly record struct Sale(
    long Id,
    Utf8String Shop,
    Utf8String? Customer,
    [property: EventTime] DateTimeOffset Time,
    double Amount,
    decimal Price,
    int Quantity,
    int? Discount,
    double? Rating,
    bool IsOnline,
    DateOnly Day,
    Place? Delivery,
    Rows<Line> Lines);

public readonly record struct Labelled(long Id, Utf8String Label, double Value);

public readonly record struct LineOf(long Id, Utf8String Code, double Total);

public readonly record struct RunningSale(long Id, double Total, long Count)
{
    public RunningSale Add(Sale sale) => new(sale.Id, Total + sale.Amount, Count + 1);
}

public static class SaleRules
{
    public static readonly double Limit = 250;

    public const int Bulk = 7;

    public static double Net(double amount, int? discount) => amount - (amount * (discount ?? 0) / 100);

    public static bool IsLarge(Sale sale) => sale.Amount > Limit;

    public static IEnumerable<int> Countdown(int from)
    {
        for (int i = from; i > 0; i -= 3)
        {
            yield return i;
        }
    }
}

/// <summary>Row by row: filters, projections, lists, the expressions of row code. JSON.</summary>
[Pipeline]
public static partial class SaleRows
{
    [Query]
    static IStream<Sale> Whole([Json] IStream<Sale> sales) => sales;

    [Query]
    static IStream<Sale> Filtered([Json] IStream<Sale> sales) => sales.Where(s => s.Amount > 100 && s.Quantity < 8).Where(s => s.IsOnline);

    [Query]
    static IStream<Labelled> Labels([Json] IStream<Sale> sales) => sales
        .Select(s => new Labelled(s.Id, s.Customer ?? s.Shop, s.IsOnline ? Math.Round(s.Amount * 0.9, 2) : s.Amount));

    [Query]
    static IStream<Labelled> Nulls([Json] IStream<Sale> sales) => sales
        .Where(s => s.Discount != null || s.Delivery?.Street is not null)
        .Select(s => new Labelled(s.Id, s.Delivery?.City ?? "none", (s.Discount ?? -1) + s.Rating.GetValueOrDefault()));

    [Query]
    static IStream<Labelled> Patterns([Json] IStream<Sale> sales) => sales
        .Where(s => s.Quantity is > 2 and not 5 or 0 && s.Rating is null or >= 2.5)
        .Select(s => new Labelled(s.Id, s.Quantity switch { 0 => "none", < 4 => "few", SaleRules.Bulk => "bulk", _ => "many" }, s.Amount));

    [Query]
    static IStream<(long Id, Utf8String Tail, int Length, bool Hit)> Texts([Json] IStream<Sale> sales) => sales
        .Where(s => s.Shop.StartsWith("No") || s.Shop.Contains("th") || (s.Customer == "Ann" && s.Shop.Length > 2))
        .Select(s => (s.Id, s.Shop.Substring(1, 2), s.Shop.Length, s.Shop.EndsWith("h") != (s.Shop > "O")));

    [Query]
    static IStream<(long Id, DateTimeOffset Hour, int Year, DateOnly Day, double Hours)> Dates([Json] IStream<Sale> sales) => sales
        .Where(s => s.Time.Hour < 20 && s.Time >= new DateTimeOffset(2024, 3, 1, 0, 0, 0, TimeSpan.Zero))
        .Select(s => (s.Id, s.Time.AddMinutes(-s.Time.Minute), s.Time.Year, s.Day.AddDays(1), (s.Time - DateTimeOffset.UnixEpoch).TotalHours));

    [Query]
    static IStream<(long Id, double Net, double Root, int Sign, long Bits)> Numbers([Json] IStream<Sale> sales, double factor, int shift = 3) => sales
        .Where(s => SaleRules.IsLarge(s) || s.Quantity % 2 == 1)
        .Select(s => (s.Id, SaleRules.Net(s.Amount, s.Discount) * factor, Math.Sqrt(Math.Abs(s.Amount)), Math.Max(-1, Math.Min(1, s.Quantity - 3)), (s.Id << shift) ^ 0x55));

    [Query]
    static IStream<LineOf> Lines([Json] IStream<Sale> sales) => sales
        .Where(s => s.Lines.Count > 0)
        .SelectMany(s => s.Lines, (s, line) => new LineOf(s.Id, line.Code, line.Quantity * line.Price));

    [Query]
    static IStream<Line> BareLines([Json] IStream<Sale> sales) => sales.SelectMany(s => s.Lines).Where(l => l.Quantity != 2);

    [Query]
    static IStream<(long Id, int Step)> Steps([Json] IStream<Sale> sales) => sales
        .Where(s => s.Id % 5 == 0)
        .SelectMany(s => SaleRules.Countdown(s.Quantity), (s, step) => new { s.Id, Step = step })
        .Select(x => ValueTuple.Create(x.Id, x.Step));

    [Query]
    static IStream<LineOf> Syntax([Json] IStream<Sale> sales, double factor) =>
        from s in sales
        where s.Amount < 300
        from line in s.Lines
        let total = line.Quantity * line.Price * factor
        where total > 10
        select new LineOf(s.Id, line.Code, total);

    [Query]
    static IStream<Labelled> FromOther([Json] IStream<Sale> sales) => Labels(Filtered(sales)).Where(l => l.Value > 200).Select(l => l with { Value = l.Value / 2 });
}

/// <summary>A running fold over a stream, which needs the rows in order.</summary>
[Pipeline]
public static partial class SaleFolds
{
    [Query]
    static IStream<RunningSale> Totals([Json] IStream<Sale> sales) => sales.Where(s => s.Quantity > 1).Scan(default(RunningSale), (acc, s) => acc.Add(s));

    [Query]
    static IStream<double> Greatest([Json] IStream<Sale> sales, double floor) => sales.Select(s => s.Amount).Scan(floor, (most, amount) => Math.Max(most, amount)).Where(m => m > 300);
}
