namespace Compiled.Queries.Tests.Queries;

/// <summary>A class with properties.</summary>
public sealed class Order
{
    public int Id { get; set; }

    public string Buyer { get; set; } = "";

    public string? Note { get; set; }

    public Utf8String Code { get; set; }

    public double Total { get; set; }

    public DateTime Placed { get; set; }

    public TimeSpan Took { get; set; }

    public OrderAddress? Address { get; set; }

    public Rows<int> Items { get; set; }
}

public sealed record OrderAddress(string City, int? Number);

public sealed record Receipt(string Buyer, string City, double Total);

public sealed class Shipment
{
    public int Order { get; init; }

    public string To { get; init; } = "";
}

/// <summary>Classes, strings and values as rows, given as objects; and rows of another input united with them.</summary>
[Pipeline]
public static partial class OrderRows
{
    [Query]
    static IStream<Order> Whole(IStream<Order> orders) => orders.Where(o => o.Total > 20);

    [Query]
    static IStream<Receipt> Receipts(IStream<Order> orders) => orders
        .Where(o => o.Note != "skip" && o.Buyer.StartsWith("A"))
        .Select(o => new Receipt(o.Buyer + "!", o.Address?.City ?? o.Note ?? "?", o.Total));

    [Query]
    static IStream<Shipment> Shipments(IStream<Order> orders) => orders
        .Where(o => o.Address is { Number: > 3 })
        .Select(o => new Shipment { Order = o.Id, To = o.Address!.City.ToUpperInvariant() });

    [Query]
    static IStream<(int Id, int Item)> Items(IStream<Order> orders) => orders.SelectMany(o => o.Items, (o, item) => new { o.Id, Item = item }).Where(x => x.Item > 2).Select(x => (x.Id, x.Item));

    [Query(OutputMode.Update)]
    static IStream<(string Buyer, string? Note, long Count, DateTime First, double Hours)> ByBuyer(IStream<Order> orders) => orders
        .GroupBy(o => (o.Buyer, o.Note))
        .Select(g => (g.Key.Buyer, g.Key.Note, g.Count(), g.Min(o => o.Placed), g.Sum(o => o.Took.TotalHours)));

    [Query(OutputMode.Append)]
    static IStream<(DateTimeOffset Start, long Count, TimeSpan Longest)> Hours(IStream<Order> orders) => orders
        .WithWatermark(o => o.Placed, "1 hour")
        .GroupBy(Window.Tumbling("1 hour"))
        .Select(g => (g.Window.Start, g.Count(), g.Max(o => o.Took)));

    [Query]
    static IStream<double> United(IStream<Order> orders, IStream<double> extra) => orders.Where(o => o.Id % 2 == 0).Select(o => o.Total).Union(extra.Where(x => x > 1)).Select(x => x * 2);

    [Query(OutputMode.Complete)]
    static IStream<(string Month, double Sum)> Months(IStream<Order> orders) => orders
        .GroupBy(o => o.Placed.Month switch { 1 => "January", 2 => "February", _ => "later" })
        .Select(g => (g.Key, g.Sum(o => o.Total)))
        .OrderByDescending(r => r.Item2)
        .Take(2);
}
