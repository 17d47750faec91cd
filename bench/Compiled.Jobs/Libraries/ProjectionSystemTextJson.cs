using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compiled.Jobs.Libraries;

/// <summary>The three members that the narrow job reads; System.Text.Json skips the others.</summary>
internal sealed record NarrowInvoice(string CustomerType, string City, double TotalValue);

/// <summary>The source-generated reader.</summary>
[JsonSerializable(typeof(NarrowInvoice))]
internal sealed partial class NarrowInvoiceContext : JsonSerializerContext;

/// <summary>Three of sixteen members, by System.Text.Json.</summary>
internal sealed class NarrowSystemTextJson : IContender
{
    public string Name => "System.Text.Json + AggregateBy";

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        await using FileStream file = JsonFile.Open(input.Path);
        var groups = new List<(string, double, long)>();
        await foreach (var group in JsonSerializer.DeserializeAsyncEnumerable(file, NarrowInvoiceContext.Default.NarrowInvoice, topLevelValues: true)
            .AggregateBy(
                i => i!.City,
                (Money: 0.0, Whole: 0L),
                (sum, i) => (sum.Money + i!.TotalValue, sum.Whole + i.CustomerType.Length)))
        {
            groups.Add((group.Key, group.Value.Money, group.Value.Whole));
        }

        return Answer.Projection(groups);
    }
}

/// <summary>All sixteen members, by System.Text.Json.</summary>
internal sealed class WideSystemTextJson : IContender
{
    public string Name => "System.Text.Json + AggregateBy";

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        await using FileStream file = JsonFile.Open(input.Path);
        var groups = new List<(string, double, long)>();
        await foreach (var group in JsonFile.Invoices(file).AggregateBy(
            i => i.City,
            (Money: 0.0, Whole: 0L),
            (sum, i) => (sum.Money + i.TotalAmount + i.TotalValue, sum.Whole + Whole(i))))
        {
            groups.Add((group.Key, group.Value.Money, group.Value.Whole));
        }

        return Answer.Projection(groups);
    }

    private static long Whole(JsonInvoice i) =>
        i.NumberOfItems + (i.CreatedTime / 1_000) + Bytes(i.InvoiceNumber) + Bytes(i.StoreID) + Bytes(i.PosID) + Bytes(i.CashierID) + Bytes(i.CustomerType)
        + Bytes(i.CustomerCardNo) + Bytes(i.PaymentMethod) + Bytes(i.DeliveryType) + Bytes(i.City) + Bytes(i.State) + Bytes(i.PinCode) + Bytes(i.ItemDescription);

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);
}
