using Spectre.Console;

namespace Compiled.Monitoring;

/// <summary>Shows progress to a person. Called on the job's thread only.</summary>
internal abstract class ProgressDisplay
{
    /// <summary>A live line if standard output is a terminal, else plain lines on standard error, so that what sinks write to standard output stays clean.</summary>
    public static ProgressDisplay ForThisProcess() =>
        Console.IsOutputRedirected ? new PlainProgress(Console.Error) : new LiveProgress(AnsiConsole.Console);

    /// <summary>The job has started.</summary>
    public abstract void Started(string pipeline, string guarantee);

    /// <summary>A batch is about to run, and its sinks may write to the console.</summary>
    public virtual void BatchStarting()
    {
    }

    /// <summary>A batch has ended.</summary>
    public abstract void Show(BatchProgress progress);

    /// <summary>The job has ended.</summary>
    public abstract void Ended(Exception? failure);
}
