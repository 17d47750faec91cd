namespace Compiled.Samples;

public readonly record struct LineItem(Utf8String ItemCode, Utf8String ItemDescription, double ItemPrice, int ItemQty, double TotalValue);

public readonly record struct Address(Utf8String AddressLine, Utf8String City, Utf8String State, Utf8String PinCode, Utf8String ContactNumber);

public readonly record struct Invoice(
    Utf8String InvoiceNumber,
    [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime,
    Utf8String StoreID,
    Utf8String PosID,
    Utf8String CustomerType,
    Utf8String PaymentMethod,
    Utf8String DeliveryType,
    Address? DeliveryAddress,
    Rows<LineItem> InvoiceLineItems);

public readonly record struct FlatItem(
    Utf8String InvoiceNumber, DateTimeOffset CreatedTime, Utf8String StoreID, Utf8String? City, Utf8String ItemCode, double ItemPrice, int ItemQty, double TotalValue);

/// <summary>Nested invoices to one row a line item.</summary>
[Pipeline]
public static partial class FlattenInvoices
{
    [Query(OutputMode.Append)]
    static IStream<FlatItem> Items([Json] IStream<Invoice> invoices) => invoices
        .SelectMany(i => i.InvoiceLineItems, (i, item) => new FlatItem(
            i.InvoiceNumber, i.CreatedTime, i.StoreID, i.DeliveryAddress?.City, item.ItemCode, item.ItemPrice, item.ItemQty, item.TotalValue));
}
