using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests.Restart;

/// <summary>After kill -9 at any instant the next run goes on so that the output is that of an uninterrupted run, byte for byte, and nothing is left over.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Invoices")]
    [InlineData("CityTotals")]
    public void Killed_between_batches_and_within_them(string program)
    {
        InterruptedRuns runs = Runs(program);
        runs.KillAtPart(1);
        runs.KillAfterBatch(1);
        runs.KillAfterBatch(2);
        runs.KillAtPart(3);
        Assert.True(runs.Killed >= 3, $"Only {runs.Killed} runs were interrupted.");
        runs.EndAndCompare();
    }

    [Theory]
    [InlineData("Invoices")]
    [InlineData("CityTotals")]
    public void Killed_while_the_checkpoint_is_written(string program)
    {
        InterruptedRuns runs = Runs(program);
        runs.KillAfterBatch(1);
        runs.KillAtCheckpoint("offsets", 1);
        runs.KillAtCheckpoint("offsets", 2);
        runs.KillAtCheckpoint("commits", 1);
        runs.KillAtCheckpoint("commits", 2);
        runs.KillAtCheckpoint("commits", 3);
        Assert.True(runs.Killed >= 3, $"Only {runs.Killed} runs were interrupted.");
        runs.EndAndCompare();
    }

    [Fact]
    public void Killed_with_two_workers()
    {
        // Files of several blocks, so that what the workers read and add depends on timing in every way that it can.
        RestartInput.Readings(_folder, "in", files: 5, rows: 120_000);
        InterruptedRuns runs = new("CityTotals", _folder, "in", "2");
        runs.KillAtPart(2);
        runs.KillAfterBatch(1);
        runs.KillAtCheckpoint("commits", 1);
        runs.KillAtCheckpoint("offsets", 2);
        runs.KillAtPart(2);
        Assert.True(runs.Killed >= 3, $"Only {runs.Killed} runs were interrupted.");
        runs.EndAndCompare();
    }

    [Fact]
    public void Killed_while_state_is_written()
    {
        InterruptedRuns runs = Runs("CityTotals");
        for (int writes = 1; writes <= 6; writes++)
        {
            runs.KillAtStateWrite(writes);
        }

        Assert.True(runs.Killed >= 3, $"Only {runs.Killed} runs were interrupted.");
        runs.EndAndCompare();
    }

    [Theory]
    [InlineData("Invoices", "INT")]
    [InlineData("Invoices", "TERM")]
    [InlineData("CityTotals", "INT")]
    [InlineData("CityTotals", "TERM")]
    public void Stopped_by_a_signal_it_finishes_the_batch_and_goes_on_at_the_next_start(string program, string signal)
    {
        InterruptedRuns runs = Runs(program);
        runs.StopAtPart(signal, 1);
        runs.StopAtPart(signal, 2);
        runs.EndAndCompare();
    }

    private InterruptedRuns Runs(string program)
    {
        if (program == "Invoices")
        {
            RestartInput.Invoices(_folder, "in", files: 8, rows: 6000);
        }
        else
        {
            RestartInput.Readings(_folder, "in", files: 8, rows: 15000);
        }

        return new InterruptedRuns(program, _folder, "in");
    }
}
