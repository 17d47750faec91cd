using System.Globalization;
using System.Text.Json;

namespace Compiled.Jobs;

/// <summary>
/// The answers by the plainest code that is surely right: whole-line strings, <see cref="JsonDocument"/>, <see cref="decimal"/> money. Not timed; for inputs
/// whose answer is not published.
/// </summary>
internal static class References
{
    private const long Quarter = 900_000;

    public static Answer Invoices(string path)
    {
        var groups = new Dictionary<(long, string), (long Count, decimal Total)>();
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            if (row.GetProperty("CustomerType").GetString() == "PRIME")
            {
                long time = row.GetProperty("CreatedTime").GetInt64();
                var key = (time - (time % Quarter), row.GetProperty("City").GetString()!);
                (long count, decimal total) = groups.GetValueOrDefault(key);
                groups[key] = (count + 1, total + row.GetProperty("TotalValue").GetDecimal());
            }
        }

        return Answer.Invoices(groups.Select(g => (g.Key.Item1, g.Key.Item2, g.Value.Count, (double)g.Value.Total)));
    }

    public static Answer Trades(string path)
    {
        var groups = new Dictionary<(long, string), (decimal Buy, decimal Sell, long Count)>();
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] fields = line.Split(',');
            long time = long.Parse(fields[0], CultureInfo.InvariantCulture);
            decimal amount = decimal.Parse(fields[2], CultureInfo.InvariantCulture);
            var key = (time - (time % Quarter), fields[3]);
            (decimal buy, decimal sell, long count) = groups.GetValueOrDefault(key);
            groups[key] = fields[1] == "BUY" ? (buy + amount, sell, count + 1) : (buy, sell + amount, count + 1);
        }

        return Answer.Trades(groups.Select(g => (g.Key.Item1, g.Key.Item2, (double)g.Value.Buy, (double)g.Value.Sell, g.Value.Count)));
    }

    public static Answer Ysb(string path)
    {
        var groups = new Dictionary<(long, long), long>();
        using var file = new BinaryReader(File.OpenRead(path));
        for (long left = file.BaseStream.Length / 24; left > 0; left--)
        {
            long ad = file.ReadInt64();
            long time = file.ReadInt64();
            if (file.ReadInt64() == 0)
            {
                var key = (time - (time % 10_000), ad / 10);
                groups[key] = groups.GetValueOrDefault(key) + 1;
            }
        }

        return Answer.Ysb(groups.Select(g => (g.Key.Item1, g.Key.Item2, g.Value)));
    }

    public static Answer Keys(string path)
    {
        var keys = new HashSet<ulong>();
        long sum = 0;
        using var file = new BinaryReader(File.OpenRead(path));
        long rows = file.BaseStream.Length / 16;
        for (long left = rows; left > 0; left--)
        {
            keys.Add(file.ReadUInt64());
            sum += file.ReadInt64();
        }

        return Answer.Keys(keys.Count, rows, sum);
    }

    public static Answer Words(string path)
    {
        var counts = new Dictionary<string, long>();
        foreach (string line in File.ReadLines(path))
        {
            foreach (string word in line.Split(' '))
            {
                counts[word] = counts.GetValueOrDefault(word) + 1;
            }
        }

        return Answer.Words(counts.Select(c => (c.Key, c.Value)));
    }

    public static Answer Narrow(string path) =>
        Projection(path, row => (row.GetProperty("TotalValue").GetDecimal(), Length(row, "CustomerType")));

    public static Answer Wide(string path)
    {
        string[] texts =
        [
            "InvoiceNumber", "StoreID", "PosID", "CashierID", "CustomerType", "CustomerCardNo", "PaymentMethod", "DeliveryType", "City", "State", "PinCode", "ItemDescription",
        ];
        return Projection(path, row => (
            row.GetProperty("TotalAmount").GetDecimal() + row.GetProperty("TotalValue").GetDecimal(),
            row.GetProperty("NumberOfItems").GetInt64() + (row.GetProperty("CreatedTime").GetInt64() / 1_000) + texts.Sum(text => Length(row, text))));
    }

    private static Answer Projection(string path, Func<JsonElement, (decimal Money, long Whole)> values)
    {
        var groups = new Dictionary<string, (decimal Money, long Whole)>();
        foreach (string line in File.ReadLines(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string city = document.RootElement.GetProperty("City").GetString()!;
            (decimal money, long whole) = values(document.RootElement);
            (decimal moneyBefore, long wholeBefore) = groups.GetValueOrDefault(city);
            groups[city] = (moneyBefore + money, wholeBefore + whole);
        }

        return Answer.Projection(groups.Select(g => (g.Key, (double)g.Value.Money, g.Value.Whole)));
    }

    private static long Length(JsonElement row, string member) => System.Text.Encoding.UTF8.GetByteCount(row.GetProperty(member).GetString()!);
}
