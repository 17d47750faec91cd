using Spectre.Console;

namespace Compiled.Monitoring;

/// <summary>
/// One line of a terminal, written over by each batch. It is taken away before a batch begins to write, since a console sink prints to the same terminal.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole console) : ProgressDisplay
{
    private const string ClearLine = "\r\u001b[2K";
    private bool _isShown;

    public override void Started(string pipeline, string guarantee) =>
        console.MarkupLineInterpolated($"[bold]{pipeline}[/] started, {guarantee}");

    public override void BatchStarting()
    {
        if (_isShown)
        {
            console.Write(new ControlCode(ClearLine));
            _isShown = false;
        }
    }

    public override void Show(BatchProgress progress)
    {
        BatchStarting();
        string line = ProgressText.Line(progress);

        // A line that wraps could not be taken away by clearing one line.
        int room = Math.Max(console.Profile.Width - 1, 20);
        console.Write(new Text(line.Length > room ? line[..room] : line, new Style(Color.Grey)));
        _isShown = true;
    }

    public override void Ended(Exception? failure)
    {
        if (_isShown)
        {
            console.WriteLine();
            _isShown = false;
        }

        if (failure is not null)
        {
            console.MarkupLineInterpolated($"[red]{failure.Message}[/]");
        }
    }
}
