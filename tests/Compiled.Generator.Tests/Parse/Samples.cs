namespace Compiled.Generator.Tests;

/// <summary>The queries by which the public API is explained.</summary>
internal static class Samples
{
    public const string WordCount = """
        public readonly record struct Counted(Utf8String Word, long Count);

        [Pipeline]
        public static partial class WordCount
        {
            [Query(OutputMode.Complete)]
            static IStream<Counted> Counts([Text] IStream<Utf8String> lines) => lines
                .SelectMany(line => line.Split(' '))
                .GroupBy(word => word)
                .Select(g => new Counted(g.Key, g.Count()));
        }
        """;

    public const string Invoices = """
        namespace Shop;

        public readonly record struct LineItem(Utf8String ItemCode, Utf8String ItemDescription, double ItemPrice, int ItemQty, double TotalValue);
        public readonly record struct Address(Utf8String AddressLine, Utf8String City, Utf8String State, Utf8String PinCode, Utf8String ContactNumber);
        public readonly record struct Invoice(
            Utf8String InvoiceNumber, [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime, Utf8String StoreID, Utf8String PosID,
            Utf8String CustomerType, Utf8String PaymentMethod, Utf8String DeliveryType, Address? DeliveryAddress, Rows<LineItem> InvoiceLineItems);
        public readonly record struct FlatItem(
            Utf8String InvoiceNumber, DateTimeOffset CreatedTime, Utf8String StoreID, Utf8String? City, Utf8String ItemCode, double ItemPrice, int ItemQty, double TotalValue);

        [Pipeline]
        public static partial class FlattenInvoices
        {
            [Query(OutputMode.Append)]
            static IStream<FlatItem> Items([Json] IStream<Invoice> invoices) => invoices
                .SelectMany(i => i.InvoiceLineItems, (i, item) => new FlatItem(
                    i.InvoiceNumber, i.CreatedTime, i.StoreID, i.DeliveryAddress?.City, item.ItemCode, item.ItemPrice, item.ItemQty, item.TotalValue));
        }
        """;

    public const string Trades = """
        namespace Market;

        public readonly record struct Trade(DateTimeOffset CreatedTime, Utf8String Type, long Amount, Utf8String BrokerCode);
        public readonly record struct Total(DateTimeOffset Start, DateTimeOffset End, long Buy, long Sell);
        public readonly record struct Running(DateTimeOffset End, long Buy, long Sell)
        {
            public Running Add(Total t) => new(t.End, Buy + t.Buy, Sell + t.Sell);
        }

        [Pipeline]
        public static partial class TradeTotals
        {
            [Query(OutputMode.Update)]
            static IStream<Total> Totals([Json] IStream<Trade> trades) => trades
                .WithWatermark(t => t.CreatedTime, "30 minutes")
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new Total(
                    g.Window.Start, g.Window.End,
                    g.Sum(t => t.Type == "BUY" ? t.Amount : 0),
                    g.Sum(t => t.Type == "SELL" ? t.Amount : 0)));

            [Query(OutputMode.Complete)]
            static IStream<Running> RunningTotals([Json] IStream<Trade> trades) => Totals(trades)
                .OrderBy(t => t.End)
                .Scan(seed: default(Running), (acc, t) => acc.Add(t));
        }
        """;
}
