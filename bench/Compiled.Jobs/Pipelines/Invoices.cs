namespace Compiled.Jobs.Pipelines;

/// <summary>An invoice; the query reads four of its sixteen members.</summary>
public readonly record struct Invoice(
    Utf8String InvoiceNumber,
    [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime,
    Utf8String StoreID,
    Utf8String PosID,
    Utf8String CashierID,
    Utf8String CustomerType,
    Utf8String CustomerCardNo,
    double TotalAmount,
    int NumberOfItems,
    Utf8String PaymentMethod,
    Utf8String DeliveryType,
    Utf8String City,
    Utf8String State,
    Utf8String PinCode,
    Utf8String ItemDescription,
    double TotalValue);

/// <summary>Prime customers' totals of a city in a quarter of an hour.</summary>
public readonly record struct CityTotal(DateTimeOffset Start, Utf8String City, long Count, double Total);

/// <summary>JSON lines, a filter, a window and a key of text.</summary>
[Pipeline]
public static partial class InvoiceTotals
{
    [Query(OutputMode.Update)]
    static IStream<CityTotal> Totals([Json] IStream<Invoice> invoices) => invoices
        .Where(i => i.CustomerType == "PRIME")
        .WithWatermark(i => i.CreatedTime, "30 minutes")
        .GroupBy(i => i.City, Window.Tumbling("15 minutes"))
        .Select(g => new CityTotal(g.Window.Start, g.Key, g.Count(), g.Sum(i => i.TotalValue)));
}

/// <summary>The compiled pipeline.</summary>
internal sealed class InvoicesPipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public int Passes => settings.Passes;

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<CityTotal>();
        await settings.RunAsync(InvoiceTotals
            .Read(invoices: settings.Source(input))
            .Write(totals: Sink.ForEachBatch<CityTotal>((batch, _) => rows.AddRange(batch))), input);
        return Answer.Invoices(settings.Last(rows, r => (r.Start, r.City))
            .Select(r => (r.Start.ToUnixTimeMilliseconds(), r.City.ToString(), settings.OfOnePass(r.Count), settings.OfOnePass(r.Total))));
    }
}
