using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

public sealed class OrderTests
{
    private static readonly Order[][] Parts = Make();
    private static readonly double[][] Extra = [[0.5, 2, 3], [4, 1], [7.25]];

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Orders_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(OrderRows), setting);
        MemorySink<Order> whole;
        MemorySink<Receipt> receipts;
        MemorySink<Shipment> shipments;
        MemorySink<(int Id, int Item)> items;
        MemorySink<(string Buyer, string? Note, long Count, DateTime First, double Hours)> byBuyer;
        MemorySink<(DateTimeOffset Start, long Count, TimeSpan Longest)> hours;
        MemorySink<double> united;
        MemorySink<(string Month, double Sum)> months;
        await run.Run(OrderRows
            .Read(orders: run.Input("orders", Parts), extra: run.Input("extra", Extra))
            .Write(
                whole: whole = run.Output<Order>(), receipts: receipts = run.Output<Receipt>(), shipments: shipments = run.Output<Shipment>(), items: items = run.Output<(int, int)>(),
                byBuyer: byBuyer = run.Output<(string, string?, long, DateTime, double)>(), hours: hours = run.Output<(DateTimeOffset, long, TimeSpan)>(), united: united = run.Output<double>(),
                months: months = run.Output<(string, double)>()));

        Order[] rows = [.. Parts.SelectMany(p => p)];
        run.Expect("Whole", rows.Where(o => o.Total > 20), whole.Rows);
        run.Expect(
            "Receipts",
            rows.Where(o => o.Note != "skip" && o.Buyer.StartsWith('A')).Select(o => new Receipt(o.Buyer + "!", o.Address?.City ?? o.Note ?? "?", o.Total)),
            receipts.Rows);
        run.Expect("Shipments", rows.Where(o => o.Address?.Number > 3).Select(o => new Shipment { Order = o.Id, To = o.Address!.City.ToUpperInvariant() }), shipments.Rows);
        run.Expect("Items", rows.SelectMany(o => o.Items, (o, i) => (o.Id, i)).Where(x => x.i > 2), items.Rows);
        run.Expect(
            "ByBuyer",
            rows.GroupBy(o => (o.Buyer, o.Note)).Select(g => (g.Key.Buyer, g.Key.Note, g.LongCount(), g.Min(o => o.Placed), g.Sum(o => o.Took.TotalHours))),
            byBuyer.Rows.GroupBy(r => (r.Buyer, r.Note)).Select(g => g.Last()));
        DateTimeOffset end = new DateTimeOffset(rows.Max(o => o.Placed)).AddHours(-1);
        run.Expect(
            "Hours",
            Lateness.OnTime(run.Epochs(Parts), o => o.Placed, TimeSpan.FromHours(1), TimeSpan.FromHours(1))
                .GroupBy(o => Lateness.Start(o.Placed, TimeSpan.FromHours(1))).Where(g => g.Key.AddHours(1) <= end)
                .Select(g => (g.Key, g.LongCount(), g.Max(o => o.Took))),
            hours.Rows);
        run.Expect("United", rows.Where(o => o.Id % 2 == 0).Select(o => o.Total).Concat(Extra.SelectMany(e => e).Where(x => x > 1)).Select(x => x * 2), united.Rows);
        run.Expect(
            "Months",
            rows.GroupBy(o => o.Placed.Month == 1 ? "January" : o.Placed.Month == 2 ? "February" : "later").Select(g => (g.Key, g.Sum(o => o.Total))).OrderByDescending(r => r.Item2).Take(2),
            months.Rows);
    }

    private static Order[][] Make()
    {
        var random = new Random(31);
        string[] buyers = ["Ann", "Abe", "Bob", "Åse"];
        string?[] notes = ["skip", null, "", "naïve"];
        return [.. Enumerable.Range(0, 3).Select(part => Enumerable.Range(0, 70).Select(i => new Order
        {
            Id = (part * 100) + i,
            Buyer = buyers[random.Next(4)],
            Note = notes[random.Next(4)],
            Code = "c" + random.Next(9),
            Total = random.Next(0, 1000) / 8.0,
            Placed = new DateTime(2024, 1, 30, 20, 0, 0, DateTimeKind.Utc).AddHours(part * 13).AddMinutes(random.Next(1500)),
            Took = TimeSpan.FromSeconds(random.Next(9999)),
            Address = random.Next(3) == 0 ? null : new OrderAddress("City" + random.Next(3), random.Next(2) == 0 ? null : random.Next(9)),
            Items = new Rows<int>([.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(6))]),
        }).ToArray())];
    }
}
