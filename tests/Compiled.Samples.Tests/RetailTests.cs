using Compiled.Monitoring;
using Compiled.Samples.Tests.Data;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests;

public sealed class RetailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Days_and_products_are_those_of_an_independent_computation_batch_by_batch()
    {
        // The order of the shared files' names is that of their days; a copy has the times to go with it.
        string[] files = SampleInput.Files(SampleInput.Find("retail"));
        for (int i = 0; i < files.Length; i++)
        {
            SampleInput.CopyTo(files[i], _folder.Full("in"), minute: i);
        }

        await Compare([.. files.Select(Sales.Read)], expectLate: false);
    }

    [Fact]
    public async Task Late_rows_are_left_out_and_counted()
    {
        string[] files = SampleInput.Files(SampleInput.Small("retail"));
        for (int i = 0; i < files.Length; i++)
        {
            SampleInput.CopyTo(files[i], _folder.Full("in"), minute: i);
        }

        // A day that is final, one that is not, and one that moves on, in one file after all others.
        string late = _folder.Write("in/late.csv", "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
            + "9,A100,,1,2021-03-01 10:00:00,1.5,,Norway\n9,A100,,1,2021-03-02 10:00:00,2.5,,Norway\n9,A100,\"a\nb\",1,2021-03-05 10:00:00,3.5,,Norway\n", minute: 100);
        await Compare([.. files.Append(late).Select(Sales.Read)], expectLate: true);
    }

    [Fact]
    public void The_program_writes_days_final_days_and_products()
    {
        string input = SampleInput.Find("retail");
        List<List<SaleLine>> batches = [.. SampleInput.Files(input).Select(Sales.Read)];
        IReadOnlyList<string> output = SampleProgram.Run("Retail", _folder.Path, input, "out", "checkpoint");
        Assert.Equal(batches.Count, output.Count(line => line.StartsWith("batch ", StringComparison.Ordinal) && !line.Contains(": 0 sales in", StringComparison.Ordinal)));
        Assert.Equal(Sales.Days(batches).Final.Count, SampleInput.Files(_folder.Full("out/final-days")).Sum(file => File.ReadLines(file).Count() - 1));
        Assert.Equal(Sales.Days(batches).Batches.Sum(batch => batch.Updates.Count), SampleInput.Files(_folder.Full("out/days")).Sum(file => File.ReadLines(file).Count()));
        Assert.Equal(
            Sales.Top(batches.SelectMany(batch => batch), 10).Select(product => product.StockCode),
            File.ReadLines(_folder.Full("out/top-products/result.csv")).Skip(1).Select(line => line.Split(',')[0]));
    }

    private async Task Compare(List<List<SaleLine>> batches, bool expectLate)
    {
        MemorySink<DayRevenue> final = Sink.Memory<DayRevenue>();
        MemorySink<DayRevenue> days = Sink.Memory<DayRevenue>();
        MemorySink<ProductRevenue> top = Sink.Memory<ProductRevenue>();
        var progress = new List<BatchProgress>();
        await RetailSales.Read(sales: Source.Files(_folder.Full("in"), maxFilesPerTrigger: 1), top: 5).Write(finalDays: final, days: days, topProducts: top)
            .Trigger(Trigger.AvailableNow).OnProgress(progress.Add).RunAsync();

        (List<ExpectedBatch> expected, List<DayFigures> expectedFinal) = Sales.Days(batches);
        Assert.Equal(Sales.Comparable(expectedFinal), Sales.Comparable(final.Rows.Select(Figures)));
        Assert.NotEmpty(expectedFinal);
        Assert.Equal(expectLate, expected.Any(batch => batch.Late > 0));
        for (int i = 0; i < batches.Count; i++)
        {
            Assert.Equal(batches[i].Count, progress[i].RowsIn);
            Assert.Equal(expected[i].Late, progress[i].Queries[0].Late);
            Assert.Equal(expected[i].Late, progress[i].Queries[1].Late);
            Assert.Equal(Sales.Comparable(expected[i].Updates), Sales.Comparable(days.Batches.Single(batch => batch.Epoch == i).Rows.Select(Figures)));
            Assert.Equal(
                Sales.Top(batches.Take(i + 1).SelectMany(batch => batch), 5).Select(Rounded),
                top.Batches[i].Rows.Select(product => Rounded((product.StockCode.ToString(), product.Revenue, product.Sold))));
        }
    }

    private static (string StockCode, double Revenue, long Sold) Rounded((string StockCode, double Revenue, long Sold) product) =>
        product with { Revenue = Math.Round(product.Revenue, 4) };

    private static DayFigures Figures(DayRevenue row) => new(row.Day, row.Country.ToString(), row.Revenue, row.Orders, row.Lines, row.UnknownCustomers);
}
