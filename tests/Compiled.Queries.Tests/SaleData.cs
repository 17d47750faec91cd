using Compiled.Queries.Tests.Queries;

namespace Compiled.Queries.Tests;

/// <summary>Sales of a few days, in four parts whose times overlap.</summary>
internal static class SaleData
{
    private static readonly string[] Shops = ["North", "South", "Nörd \"7\"", "West, old", "O", ""];
    private static readonly string?[] Customers = ["Ann", "Bob", null, "C\\D\tE", "Zoë"];

    public static Sale[][] Parts { get; } = Make();

    private static Sale[][] Make()
    {
        var random = new Random(20240229);
        return [.. Enumerable.Range(0, 4).Select(part => Enumerable.Range(0, 90).Select(i => Sale(random, part, (part * 1000L) + i)).ToArray())];
    }

    private static Sale Sale(Random random, int part, long id)
    {
        DateTimeOffset time = new DateTimeOffset(2024, 2, 28 , 18, 0, 0, TimeSpan.Zero).AddMinutes((part * 700) + random.Next(1500)).AddTicks(random.Next(3) * 1234567);
        Utf8String? customer = Customers[random.Next(Customers.Length)] is { } name ? new Utf8String(name) : (Utf8String?)null;
        Place? delivery = random.Next(3) == 0 ? null : new Place("City" + random.Next(4), random.Next(2) == 0 ? null : (Utf8String?)"Street", 1000 + random.Next(3));
        Line[] lines = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new Line("code-" + random.Next(12), random.Next(5), random.Next(1, 4000) / 16.0))];
        return new Sale(
            id, Shops[random.Next(Shops.Length)], customer, time, random.Next(-1000, 40000) / 64.0, random.Next(1, 99999) / 100m, random.Next(10),
            random.Next(3) == 0 ? null : random.Next(60), random.Next(4) == 0 ? null : random.Next(10) / 2.0, random.Next(2) == 0, DateOnly.FromDateTime(time.UtcDateTime), delivery, new Rows<Line>(lines));
    }
}
