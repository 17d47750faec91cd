using Compiled.Monitoring;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests.WrongInput;

public sealed class MalformedRowTests : IDisposable
{
    private const string First = "Room,Degrees\nhall,10\n";
    private const string Second = "Room,Degrees\r\nkitchen,15\r\n\"bath, small\",warm\r\nattic,5\r\ncellar\r\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fail_names_input_file_place_and_reason()
    {
        var failure = await Assert.ThrowsAsync<MalformedRowException>(() => Run(Malformed.Fail));
        Assert.Equal("CMP0901", failure.Id);
        Assert.Equal("rooms", failure.Input);
        Assert.Equal(_folder.Full("in/2.csv"), failure.Origin);
        Assert.Equal(Second.IndexOf("\"bath", StringComparison.Ordinal), failure.Offset);
        Assert.Contains("Degrees", failure.Reason, StringComparison.Ordinal);
        foreach (string part in (string[])["'rooms'", "2.csv", $"byte {failure.Offset} ", failure.Reason, "Malformed.Drop", "Malformed.Capture"])
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Drop_counts_and_goes_on()
    {
        (IReadOnlyList<Needed> rows, List<BatchProgress> progress) = await Run(Malformed.Drop);
        Assert.Equal(["hall", "kitchen", "attic"], rows.Select(row => row.Room.ToString()));
        Assert.Equal([0L, 2L], progress.Select(batch => batch.Inputs[0].Malformed));
    }

    [Fact]
    public async Task Capture_hands_on_bytes_place_and_reason()
    {
        var captured = new List<MalformedRow>();
        (IReadOnlyList<Needed> rows, List<BatchProgress> progress) = await Run(Malformed.Capture(captured.Add));
        Assert.Equal(["hall", "kitchen", "attic"], rows.Select(row => row.Room.ToString()));
        Assert.Equal(2, progress.Sum(batch => batch.Inputs[0].Malformed));
        Assert.Equal(["\"bath, small\",warm", "cellar"], captured.Select(row => row.Raw.ToString().TrimEnd()));
        Assert.Equal([Second.IndexOf("\"bath", StringComparison.Ordinal), Second.IndexOf("cellar", StringComparison.Ordinal)], captured.Select(row => (int)row.Offset));
        Assert.All(captured, row => Assert.Equal(_folder.Full("in/2.csv"), row.Origin.ToString()));
        Assert.Contains("Degrees", captured[0].Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("1 fields and not 2", captured[1].Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_meets_one_ends_with_a_message_and_commits_what_came_before()
    {
        _folder.Write("in/1.json", """{"InvoiceNumber":"1","CreatedTime":1,"StoreID":"S","PosID":"P","CustomerType":"C","PaymentMethod":"M","DeliveryType":"D","InvoiceLineItems":[{"ItemCode":"1","ItemDescription":"d","ItemPrice":1,"ItemQty":1,"TotalValue":1}]}""");
        _folder.Write("in/2.json", """{"InvoiceNumber":"2","CreatedTime":oops}""", minute: 1);
        using SampleProgram program = SampleProgram.Start("Invoices", _folder.Path, "in", "out", "checkpoint");
        Assert.Equal(1, program.End());
        Assert.StartsWith("CMP0901: Malformed row of input 'invoices' at byte 0 of in/2.json: ", program.Errors, StringComparison.Ordinal);
        Assert.Single(program.Errors.TrimEnd().Split('\n'));
        Assert.Equal(["part-00000000.json"], Directory.EnumerateFileSystemEntries(_folder.Full("out")).Select(Path.GetFileName));
    }

    private async Task<(IReadOnlyList<Needed> Rows, List<BatchProgress> Progress)> Run(Malformed malformed)
    {
        _folder.Write("in/1.csv", First);
        _folder.Write("in/2.csv", Second, minute: 1);
        MemorySink<Needed> rows = Sink.Memory<Needed>();
        var progress = new List<BatchProgress>();
        await Rooms.Read(rooms: Source.Files(_folder.Full("in"), maxFilesPerTrigger: 1), malformed: malformed).Write(heating: rows)
            .OnProgress(progress.Add).Trigger(Trigger.AvailableNow).RunAsync();
        return (rows.Rows, progress);
    }
}
