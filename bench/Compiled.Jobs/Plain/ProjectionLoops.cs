using System.Text.Json;

namespace Compiled.Jobs.Plain;

/// <summary>Three of sixteen members, by Utf8JsonReader.</summary>
internal sealed class NarrowLoop : ProjectionLoop
{
    protected override bool Wide => false;
}

/// <summary>All sixteen members, by Utf8JsonReader.</summary>
internal sealed class WideLoop : ProjectionLoop
{
    protected override bool Wide => true;
}

/// <summary>What the two have in common: sums by city.</summary>
internal abstract class ProjectionLoop : IContender
{
    public string Name => "C# loop, Utf8JsonReader";

    protected abstract bool Wide { get; }

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        var cities = new Utf8Names();
        (double Money, long Whole)[] totals = new (double, long)[16];
        using var file = new FileBlocks(input.Path);
        while (file.Next())
        {
            ReadOnlySpan<byte> block = file.Block;
            int row = 0;
            while (JsonLines.TryNext(block, ref row, file.IsLast, out ReadOnlySpan<byte> line))
            {
                int city = Wide ? ReadWide(line, cities, out double money, out long whole) : ReadNarrow(line, cities, out money, out whole);
                if (city >= totals.Length)
                {
                    Array.Resize(ref totals, totals.Length * 2);
                }

                totals[city].Money += money;
                totals[city].Whole += whole;
            }

            file.Consume(row);
        }

        return ValueTask.FromResult(Answer.Projection(cities.Names.Select((city, id) => (city, totals[id].Money, totals[id].Whole))));
    }

    private static int ReadNarrow(ReadOnlySpan<byte> line, Utf8Names cities, out double money, out long whole)
    {
        var json = new Utf8JsonReader(line);
        int city = 0;
        money = 0;
        whole = 0;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("CustomerType"u8))
            {
                json.Read();
                whole = JsonLines.Text(ref json).Length;
            }
            else if (json.ValueTextEquals("City"u8))
            {
                json.Read();
                city = cities.IdOf(JsonLines.Text(ref json));
            }
            else if (json.ValueTextEquals("TotalValue"u8))
            {
                json.Read();
                money = json.GetDouble();
            }
            else
            {
                json.Skip();
            }
        }

        return city;
    }

    private static int ReadWide(ReadOnlySpan<byte> line, Utf8Names cities, out double money, out long whole)
    {
        var json = new Utf8JsonReader(line);
        int city = 0;
        money = 0;
        whole = 0;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("City"u8))
            {
                json.Read();
                ReadOnlySpan<byte> text = JsonLines.Text(ref json);
                whole += text.Length;
                city = cities.IdOf(text);
            }
            else if (json.ValueTextEquals("TotalAmount"u8) || json.ValueTextEquals("TotalValue"u8))
            {
                json.Read();
                money += json.GetDouble();
            }
            else if (json.ValueTextEquals("CreatedTime"u8))
            {
                json.Read();
                whole += json.GetInt64() / 1_000;
            }
            else if (json.ValueTextEquals("NumberOfItems"u8))
            {
                json.Read();
                whole += json.GetInt64();
            }
            else
            {
                json.Read();
                whole += JsonLines.Text(ref json).Length;
            }
        }

        return city;
    }
}
