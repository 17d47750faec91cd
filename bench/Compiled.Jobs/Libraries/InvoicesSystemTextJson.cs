using System.Text.Json;
using System.Text.Json.Serialization;

namespace Compiled.Jobs.Libraries;

/// <summary>An invoice as System.Text.Json reads it.</summary>
internal sealed record JsonInvoice(
    string InvoiceNumber,
    long CreatedTime,
    string StoreID,
    string PosID,
    string CashierID,
    string CustomerType,
    string CustomerCardNo,
    double TotalAmount,
    int NumberOfItems,
    string PaymentMethod,
    string DeliveryType,
    string City,
    string State,
    string PinCode,
    string ItemDescription,
    double TotalValue);

/// <summary>The source-generated reader.</summary>
[JsonSerializable(typeof(JsonInvoice))]
internal sealed partial class InvoiceContext : JsonSerializerContext;

/// <summary>System.Text.Json, source-generated, straight from the file's stream, and LINQ.</summary>
internal sealed class InvoicesSystemTextJson : IContender
{
    public string Name => "System.Text.Json + AggregateBy";

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        await using FileStream file = JsonFile.Open(input.Path);
        var groups = new List<(long, string, long, double)>();
        await foreach (var group in JsonFile.Invoices(file)
            .Where(i => i.CustomerType == "PRIME")
            .AggregateBy(
                i => (Start: i.CreatedTime - (i.CreatedTime % 900_000), i.City),
                (Count: 0L, Total: 0.0),
                (sum, i) => (sum.Count + 1, sum.Total + i.TotalValue)))
        {
            groups.Add((group.Key.Start, group.Key.City, group.Value.Count, group.Value.Total));
        }

        return Answer.Invoices(groups);
    }
}

/// <summary>How the System.Text.Json contenders open and read an invoice file.</summary>
internal static class JsonFile
{
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    public static IAsyncEnumerable<JsonInvoice> Invoices(Stream file) =>
        JsonSerializer.DeserializeAsyncEnumerable(file, InvoiceContext.Default.JsonInvoice, topLevelValues: true)!;
}
