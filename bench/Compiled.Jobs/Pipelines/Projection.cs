namespace Compiled.Jobs.Pipelines;

/// <summary>An invoice of sixteen members, its time as a plain number.</summary>
public readonly record struct PlainInvoice(
    Utf8String InvoiceNumber,
    long CreatedTime,
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

/// <summary>Two sums of a city.</summary>
public readonly record struct CitySums(Utf8String City, double Money, long Whole);

/// <summary>Reads three of sixteen members: the decoder skips the others.</summary>
[Pipeline]
public static partial class NarrowTotals
{
    [Query(OutputMode.Update)]
    static IStream<CitySums> Totals([Json] IStream<PlainInvoice> invoices) => invoices
        .GroupBy(i => i.City)
        .Select(g => new CitySums(g.Key, g.Sum(i => i.TotalValue), g.Sum(i => i.CustomerType.Length)));
}

/// <summary>Reads all sixteen members.</summary>
[Pipeline]
public static partial class WideTotals
{
    [Query(OutputMode.Update)]
    static IStream<CitySums> Totals([Json] IStream<PlainInvoice> invoices) => invoices
        .GroupBy(i => i.City)
        .Select(g => new CitySums(
            g.Key,
            g.Sum(i => i.TotalAmount + i.TotalValue),
            g.Sum(i => i.NumberOfItems + (i.CreatedTime / 1_000) + i.InvoiceNumber.Length + i.StoreID.Length + i.PosID.Length + i.CashierID.Length + i.CustomerType.Length
                + i.CustomerCardNo.Length + i.PaymentMethod.Length + i.DeliveryType.Length + i.City.Length + i.State.Length + i.PinCode.Length + i.ItemDescription.Length)));
}

/// <summary>The compiled pipeline.</summary>
internal sealed class NarrowPipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<CitySums>();
        await settings.RunAsync(NarrowTotals
            .Read(invoices: settings.Source(input))
            .Write(totals: Sink.ForEachBatch<CitySums>((batch, _) => rows.AddRange(batch))), input);
        return Answer.Projection(rows.Select(r => (r.City.ToString(), r.Money, r.Whole)));
    }
}

/// <summary>The compiled pipeline over all members.</summary>
internal sealed class WidePipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        var rows = new List<CitySums>();
        await settings.RunAsync(WideTotals
            .Read(invoices: settings.Source(input))
            .Write(totals: Sink.ForEachBatch<CitySums>((batch, _) => rows.AddRange(batch))), input);
        return Answer.Projection(rows.Select(r => (r.City.ToString(), r.Money, r.Whole)));
    }
}
