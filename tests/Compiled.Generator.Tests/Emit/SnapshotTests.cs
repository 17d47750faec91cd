using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Compiled.Generator.Tests.Incremental;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Emit;

/// <summary>
/// Whole generated files against those in _snapshots, so that a change of emission is seen as what users see of it. COMPILED_ACCEPT=1 in the environment writes them anew.
/// </summary>
public sealed class SnapshotTests
{
    [Fact]
    public void Word_count() => Check(
        "WordCount",
        """
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
        """);

    [Fact]
    public void Nested_lists_of_json() => Check(
        "Invoices",
        """
        public readonly record struct LineItem(Utf8String ItemCode, double ItemPrice, int ItemQty);
        public readonly record struct Address(Utf8String City, Utf8String? State);
        public readonly record struct Invoice(
            Utf8String InvoiceNumber, [property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime, Utf8String StoreID, Address? DeliveryAddress, Rows<LineItem> InvoiceLineItems);
        public readonly record struct FlatItem(Utf8String InvoiceNumber, DateTimeOffset CreatedTime, Utf8String? City, Utf8String ItemCode, double Total);

        [Pipeline]
        public static partial class FlattenInvoices
        {
            [Query(OutputMode.Append)]
            static IStream<FlatItem> Items([Json] IStream<Invoice> invoices, double least = 1) => invoices
                .SelectMany(i => i.InvoiceLineItems, (i, item) => new FlatItem(i.InvoiceNumber, i.CreatedTime, i.DeliveryAddress?.City, item.ItemCode, item.ItemPrice * item.ItemQty))
                .Where(f => f.Total > least);
        }
        """);

    [Fact]
    public void Windows_and_running_totals() => Check(
        "Trades",
        """
        public readonly record struct Trade([property: EventTime(Pattern = "yyyy-MM-dd HH:mm:ss")] DateTimeOffset CreatedTime, Utf8String Type, double Amount, Utf8String BrokerCode);
        public readonly record struct Total(DateTimeOffset Start, DateTimeOffset End, double TotalBuy, double TotalSell);
        public readonly record struct Running(DateTimeOffset End, double NetValue)
        {
            public Running Add(Total total) => new(total.End, NetValue + total.TotalBuy - total.TotalSell);
        }

        [Pipeline]
        public static partial class TradeTotals
        {
            [Query(OutputMode.Update)]
            static IStream<Total> Totals([Json] IStream<Trade> trades) => trades
                .WithWatermark(t => t.CreatedTime, "30 minutes")
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new Total(g.Window.Start, g.Window.End, g.Sum(t => t.Type == "BUY" ? t.Amount : 0), g.Sum(t => t.Type == "SELL" ? t.Amount : 0)));

            [Query(OutputMode.Complete)]
            static IStream<Running> RunningTotals([Json] IStream<Trade> trades) => Totals(trades)
                .OrderBy(t => t.End)
                .Scan(seed: default(Running), (acc, t) => acc.Add(t));
        }
        """);

    [Fact]
    public void Groups_with_nullable_keys_of_csv() => Check(
        "Sales",
        """
        public readonly record struct Sale(Utf8String Country, double? CustomerID, int Quantity, decimal UnitPrice, Utf8String? Note);
        public readonly record struct CustomerTotal(double? Customer, Utf8String? Note, decimal Revenue, Utf8String LastCountry, double Mean);

        [Pipeline]
        public static partial class Sales
        {
            [Query(OutputMode.Update)]
            static IStream<CustomerTotal> Totals([Csv(Delimiter = ';')] IStream<Sale> sales) => sales
                .GroupBy(s => (s.CustomerID, s.Note))
                .Where(g => g.Count() > 1)
                .Select(g => new CustomerTotal(g.Key.CustomerID, g.Key.Note, g.Sum(s => s.Quantity * s.UnitPrice), g.Max(s => s.Country), g.Average(s => s.Quantity)));
        }
        """);

    [Fact]
    public void Filters_by_vectors_over_binary_records() => Check(
        "Ticks",
        """
        public readonly record struct Tick(int Id, float Bid, double Price, double Size, byte Venue);

        [Pipeline]
        public static partial class Ticks
        {
            [Query]
            static IStream<(int Id, double Value)> Large([Binary] IStream<Tick> ticks, double factor) => ticks
                .Where(t => t.Price * factor > 100 && t.Size != 0)
                .Select(t => (t.Id, t.Price * t.Size));
        }
        """);

    [Fact]
    public void Values_by_vectors_over_binary_records() => Check(
        "Fills",
        """
        public readonly record struct Fill(int Account, int Quantity, double Price, float Fee);
        public readonly record struct AccountTotal(int Account, double Turnover, double Signed);

        [Pipeline]
        public static partial class Fills
        {
            [Query(OutputMode.Update)]
            static IStream<AccountTotal> Totals([Binary] IStream<Fill> fills, int least) => fills
                .GroupBy(f => f.Account)
                .Select(g => new AccountTotal(g.Key, g.Sum(f => f.Price * f.Quantity - f.Fee), g.Sum(f => f.Quantity >= least ? f.Price : -f.Price)));

            [Query]
            static IStream<(int Account, double Net)> Large([Binary] IStream<Fill> fills) => fills
                .Select(f => (f.Account, Net: f.Price * f.Quantity - 1))
                .Where(n => n.Net > 1000);
        }
        """);

    private static void Check(string name, string source, [CallerFilePath] string here = "")
    {
        // In file-scoped code, as users write it; the path in #line is the one given here.
        CSharpCompilation compilation = TestCompilation.Create("namespace Shown;\n\n" + source);
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out _);
        Assert.Empty(generated.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).Select(d => $"{d.Id} {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));
        string actual = Normalise(GeneratorRun.Files(driver).Single());
        string path = Path.Combine(Path.GetDirectoryName(here)!, "_snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("COMPILED_ACCEPT") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"No snapshot {name}: run with COMPILED_ACCEPT=1 and look at what it writes.");
        string[] expected = Normalise(File.ReadAllText(path)).Split('\n');
        string[] lines = actual.Split('\n');
        int first = Enumerable.Range(0, Math.Max(expected.Length, lines.Length)).FirstOrDefault(i => i >= expected.Length || i >= lines.Length || expected[i] != lines[i], -1);
        if (first >= 0)
        {
            Assert.Fail($"{name}, line {first + 1}:\n  {lines.ElementAtOrDefault(first)}\nexpected\n  {expected.ElementAtOrDefault(first)}\nIf the change is meant, run with COMPILED_ACCEPT=1.");
        }
    }

    // The version stands in the header and in an attribute: it is no part of what is compared.
    private static string Normalise(string text)
    {
        text = Regex.Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), """GeneratedCode\("([^"]*)", "[^"]*"\)""", """GeneratedCode("$1", "VERSION")""");
        return Regex.Replace(text, "^// Compiled [0-9].*$", "// Compiled VERSION", RegexOptions.Multiline).TrimEnd() + "\n";
    }
}
