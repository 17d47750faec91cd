namespace Compiled.Monitoring;

/// <summary>A line a batch.</summary>
internal sealed class PlainProgress(TextWriter output) : ProgressDisplay
{
    public override void Started(string pipeline, string guarantee) => output.WriteLine($"{pipeline} started, {guarantee}");

    public override void Show(BatchProgress progress) => output.WriteLine(ProgressText.Line(progress));

    public override void Ended(Exception? failure) => output.WriteLine(failure is null ? "ended" : $"failed: {failure.Message}");
}
