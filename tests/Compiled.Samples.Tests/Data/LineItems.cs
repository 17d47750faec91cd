using System.Text.Json;

namespace Compiled.Samples.Tests.Data;

/// <summary>One row of the flattened invoices, in types of its own.</summary>
internal sealed record FlatLine(string InvoiceNumber, DateTimeOffset CreatedTime, string StoreID, string? City, string ItemCode, double ItemPrice, int ItemQty, double TotalValue);

/// <summary>Line items by System.Text.Json: from raw invoices, and from what the sample wrote.</summary>
internal static class LineItems
{
    /// <summary>Flattens invoice files without Compiled.</summary>
    public static List<FlatLine> FromInvoices(IEnumerable<string> files)
    {
        var lines = new List<FlatLine>();
        foreach (string text in files.SelectMany(File.ReadLines).Where(text => text.Length > 0))
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement invoice = document.RootElement;
            string? city = invoice.TryGetProperty("DeliveryAddress", out JsonElement address) && address.ValueKind == JsonValueKind.Object ? address.GetProperty("City").GetString() : null;
            lines.AddRange(invoice.GetProperty("InvoiceLineItems").EnumerateArray().Select(item => new FlatLine(
                invoice.GetProperty("InvoiceNumber").GetString()!,
                DateTimeOffset.FromUnixTimeMilliseconds(invoice.GetProperty("CreatedTime").GetInt64()),
                invoice.GetProperty("StoreID").GetString()!,
                city,
                item.GetProperty("ItemCode").GetString()!,
                item.GetProperty("ItemPrice").GetDouble(),
                item.GetProperty("ItemQty").GetInt32(),
                item.GetProperty("TotalValue").GetDouble())));
        }

        return lines;
    }

    /// <summary>Reads the sample's output folder back, files in order.</summary>
    public static List<FlatLine> FromOutput(string folder) =>
        [.. SampleInput.Files(folder).SelectMany(File.ReadLines).Select(line => JsonSerializer.Deserialize<FlatLine>(line)!)];
}
