using Compiled.Samples.Tests.Data;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests;

public sealed class InvoicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_program_writes_every_line_item_once()
    {
        string input = SampleInput.Find("invoices");
        SampleProgram.Run("Invoices", _folder.Path, input, "out", "checkpoint");
        List<FlatLine> expected = LineItems.FromInvoices(SampleInput.Files(input));
        List<FlatLine> written = LineItems.FromOutput(_folder.Full("out"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, written.Count);
        Assert.Equal(expected.Sum(line => line.TotalValue), written.Sum(line => line.TotalValue));
        Assert.Equal(expected, written);
    }

    [Fact]
    public void Without_arguments_it_finds_its_data_and_writes_beside_itself()
    {
        IReadOnlyList<string> output = SampleProgram.Run("Invoices", _folder.Path);
        int rows = LineItems.FromInvoices(SampleInput.Files(SampleInput.Find("invoices"))).Count;
        Assert.Contains(output, line => line.StartsWith($"{rows} line items written to", StringComparison.Ordinal));
        Assert.Equal(rows, LineItems.FromOutput(_folder.Full("output/invoices")).Count);
    }

    [Fact]
    public void Two_runs_on_one_checkpoint_read_each_file_once_and_the_second_takes_what_is_new()
    {
        string[] files = SampleInput.Files(SampleInput.Small("invoices"));
        SampleInput.CopyTo(files[0], _folder.Full("in"));
        SampleProgram.Run("Invoices", _folder.Path, "in", "out", "checkpoint");
        Assert.Equal(LineItems.FromInvoices(files[..1]), LineItems.FromOutput(_folder.Full("out")));

        SampleInput.CopyTo(files[1], _folder.Full("in"), minute: 1);
        IReadOnlyList<string> second = SampleProgram.Run("Invoices", _folder.Path, "in", "out", "checkpoint");
        Assert.Equal(LineItems.FromInvoices(files[..2]), LineItems.FromOutput(_folder.Full("out")));
        Assert.Single(second, line => line.StartsWith("batch ", StringComparison.Ordinal));

        IReadOnlyList<string> third = SampleProgram.Run("Invoices", _folder.Path, "in", "out", "checkpoint");
        Assert.DoesNotContain(third, line => line.StartsWith("batch ", StringComparison.Ordinal));
        Assert.Equal(LineItems.FromInvoices(files[..2]), LineItems.FromOutput(_folder.Full("out")));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 7)]
    [InlineData(3, 4096)]
    public async Task Items_do_not_depend_on_batches_and_workers(int workers, int batchRows)
    {
        string input = SampleInput.Find("invoices");
        MemorySink<FlatItem> items = Sink.Memory<FlatItem>();
        await FlattenInvoices.Read(invoices: Source.Files(input)).Write(items: items)
            .Workers(workers).BatchRows(batchRows).Trigger(Trigger.AvailableNow).RunAsync();
        IEnumerable<FlatLine> rows = items.Rows.Select(i => new FlatLine(
            i.InvoiceNumber.ToString(), i.CreatedTime, i.StoreID.ToString(), i.City?.ToString(), i.ItemCode.ToString(), i.ItemPrice, i.ItemQty, i.TotalValue));
        Assert.Equal(LineItems.FromInvoices(SampleInput.Files(input)), rows);
    }
}
