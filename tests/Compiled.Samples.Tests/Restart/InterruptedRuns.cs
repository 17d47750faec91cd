using Compiled.Samples.Tests.Programs;

namespace Compiled.Samples.Tests.Restart;

/// <summary>A sample run again and again on one checkpoint, each run ended at a stated instant, until one comes to its end.</summary>
/// <param name="program">The sample.</param>
/// <param name="folder">Where it runs.</param>
/// <param name="input">Its input folder.</param>
/// <param name="options">Arguments behind those for input, output and checkpoint.</param>
internal sealed class InterruptedRuns(string program, TemporaryFolder folder, string input, params string[] options)
{
    private const string Output = "interrupted";
    private const string Checkpoint = "checkpoint-interrupted";

    /// <summary>Runs that were ended by a kill before their own end.</summary>
    public int Killed { get; private set; }

    /// <summary>Kills the program after its <paramref name="count"/>-th batch of this run: that is somewhere within the next.</summary>
    public void KillAfterBatch(int count)
    {
        using SampleProgram run = Start();
        for (int i = 0; i < count; i++)
        {
            run.WaitForLine("batch ");
        }

        Kill(run);
    }

    /// <summary>Kills the program when it has made its <paramref name="count"/>-th hidden part file: that is within a batch.</summary>
    public void KillAtPart(int count) => KillAt(Output, name => name.EndsWith(".tmp", StringComparison.Ordinal), count);

    /// <summary>Kills the program when the <paramref name="count"/>-th file was made or renamed in a part of its checkpoint: offsets or commits.</summary>
    public void KillAtCheckpoint(string part, int count) => KillAt(Checkpoint, name => name.StartsWith(part, StringComparison.Ordinal), count);

    /// <summary>Kills the program when its change log has been written to <paramref name="count"/> times: the epoch is logged, its state may be half on disk, and nothing names it.</summary>
    public void KillAtStateWrite(int count) => KillAt(Checkpoint, name => name.StartsWith("state/changes", StringComparison.Ordinal), count, seesWrites: true);

    /// <summary>Asks for an end in good order while a part file is being written, and checks that it is one.</summary>
    public void StopAtPart(string signal, int count)
    {
        using var watch = new OutputWatch(folder.Full(Output));
        using SampleProgram run = Start();
        run.WhenEnded(watch.End);
        watch.WaitFor(name => name.EndsWith(".tmp", StringComparison.Ordinal), count);
        run.Signal(signal);
        Assert.True(run.End() == 0, run.Errors);
        Assert.Equal("", run.Errors);
        Assert.DoesNotContain(FolderContents.Of(folder.Full(Output)), file => file.Contains(".tmp", StringComparison.Ordinal));

        // What was begun is committed.
        Assert.Equal(Numbers("offsets"), Numbers("commits"));
    }

    /// <summary>Runs to the end; the output must be that of a run that nothing interrupted.</summary>
    public void EndAndCompare()
    {
        SampleProgram.Run(program, folder.Path, [input, Output, Checkpoint, .. options]);
        SampleProgram.Run(program, folder.Path, [input, "whole", "checkpoint-whole", .. options]);
        string[] expected = FolderContents.Of(folder.Full("whole"));
        Assert.NotEmpty(expected);
        Assert.Equal(expected, FolderContents.Of(folder.Full(Output)));
    }

    private SampleProgram Start() => SampleProgram.Start(program, folder.Path, [input, Output, Checkpoint, .. options]);

    private void KillAt(string watched, Predicate<string> isMeant, int count, bool seesWrites = false)
    {
        using var watch = new OutputWatch(folder.Full(watched), seesWrites);
        using SampleProgram run = Start();
        run.WhenEnded(watch.End);
        watch.WaitFor(isMeant, count);
        Kill(run);
    }

    private void Kill(SampleProgram run)
    {
        run.Kill();
        Killed += run.End() == 0 ? 0 : 1;
    }

    private IEnumerable<string> Numbers(string log) =>
        Directory.EnumerateFiles(folder.Full($"{Checkpoint}/{log}")).Select(file => Path.GetFileName(file)!).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal);
}
