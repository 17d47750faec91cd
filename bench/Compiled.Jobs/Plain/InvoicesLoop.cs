using System.Text.Json;

namespace Compiled.Jobs.Plain;

/// <summary>Utf8JsonReader a line at a time, reading only what the job needs.</summary>
internal sealed class InvoicesLoop : IContender
{
    public string Name => "C# loop, Utf8JsonReader";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        var cities = new Utf8Names();
        var windows = new WindowTotals<(long Count, double Total)>(900_000);
        using var file = new FileBlocks(input.Path);
        while (file.Next())
        {
            ReadOnlySpan<byte> block = file.Block;
            int row = 0;
            while (JsonLines.TryNext(block, ref row, file.IsLast, out ReadOnlySpan<byte> line))
            {
                Row(line, cities, windows);
            }

            file.Consume(row);
        }

        return ValueTask.FromResult(Answer.Invoices(
            from window in windows.Windows
            from city in window.Value.Index()
            where city.Item.Count > 0
            select (window.Key, cities.Names[city.Index], city.Item.Count, city.Item.Total)));
    }

    private static void Row(ReadOnlySpan<byte> line, Utf8Names cities, WindowTotals<(long Count, double Total)> windows)
    {
        var json = new Utf8JsonReader(line);
        bool prime = false;
        long time = 0;
        double total = 0;
        int city = 0;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("CustomerType"u8))
            {
                json.Read();
                prime = json.ValueTextEquals("PRIME"u8);
                if (!prime)
                {
                    return;
                }
            }
            else if (json.ValueTextEquals("CreatedTime"u8))
            {
                json.Read();
                time = json.GetInt64();
            }
            else if (json.ValueTextEquals("City"u8))
            {
                json.Read();
                city = cities.IdOf(JsonLines.Text(ref json));
            }
            else if (json.ValueTextEquals("TotalValue"u8))
            {
                json.Read();
                total = json.GetDouble();
            }
            else
            {
                json.Skip();
            }
        }

        if (prime)
        {
            ref (long Count, double Total) group = ref windows[time, city];
            group.Count++;
            group.Total += total;
        }
    }
}
