using Compiled.Samples.Tests.Data;
using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests.WrongInput;

/// <summary>What goes wrong at a user's desk is told in one line that says what, where and what to do.</summary>
public sealed class FailureMessageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_lambda_that_throws_is_told_with_query_operator_batch_and_line()
    {
        _folder.Write("in/1.csv", "Room,Degrees\nhall,10\n");
        _folder.Write("in/2.csv", "Room,Degrees\nhall,21\nstudy,20\n", minute: 1);
        MemorySink<Needed> heating = Sink.Memory<Needed>();
        var failure = await Assert.ThrowsAsync<PipelineException>(() =>
            Rooms.Read(rooms: Source.Files(_folder.Full("in"), maxFilesPerTrigger: 1)).Write(heating: heating).Trigger(Trigger.AvailableNow).RunAsync());
        Assert.Equal("CMP0951", failure.Id);
        Assert.IsType<DivideByZeroException>(failure.InnerException);
        int line = 1 + Array.FindIndex(File.ReadAllLines(RoomsSource()), text => text.Contains("return whole / parts", StringComparison.Ordinal));
        foreach (string part in (string[])["Rooms' failed in batch 1", "query 'Heating'", "Select", "input 'rooms'", "2.csv", $"at Rooms.cs line {line}", "DivideByZeroException"])
        {
            Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        }

        Assert.Single(heating.Rows);
    }

    [Fact]
    public void A_folder_that_is_missing() => Fails("CMP0936: There is no file or folder 'nowhere' to read", "Invoices", "nowhere", "out", "checkpoint");

    [Fact]
    public void A_checkpoint_that_is_a_file()
    {
        _folder.Write("taken", "");
        string message = Fails("CMP0958: ", "CityTotals", SampleInput.Small("readings"), "out", "taken");
        Assert.Contains("taken", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_another_pipeline()
    {
        SampleProgram.Run("Invoices", _folder.Path, SampleInput.Small("invoices"), "out", "checkpoint");
        string message = Fails("CMP0952: ", "CityTotals", SampleInput.Small("readings"), "out2", "checkpoint");
        Assert.Contains("belongs to pipeline 'Compiled.Samples.FlattenInvoices', not to 'Compiled.Samples.CityTotals'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_in_use()
    {
        using SampleProgram first = SampleProgram.Start("CityTotals", _folder.Path, SampleInput.Small("readings"), "out", "checkpoint", "watch");
        first.WaitForLine("batch ");
        string message = Fails("CMP0954: ", "CityTotals", SampleInput.Small("readings"), "out", "checkpoint");
        Assert.Contains("in use by another job", message, StringComparison.Ordinal);
        first.Signal("TERM");
        Assert.Equal(0, first.End());
    }

    [Fact]
    public void A_port_that_is_none() => Fails("'many' is not a port", "WordCount", "localhost", "many");

    private string Fails(string beginning, string program, params string[] arguments)
    {
        using SampleProgram run = SampleProgram.Start(program, _folder.Path, arguments);
        Assert.NotEqual(0, run.End());
        string message = run.Errors.TrimEnd();
        Assert.StartsWith(beginning, message, StringComparison.Ordinal);
        Assert.Single(message.Split('\n'));
        return message;
    }

    private static string RoomsSource([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.Join(Path.GetDirectoryName(path), "Rooms.cs");
}
