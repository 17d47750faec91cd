namespace Compiled.Sinks;

/// <summary>A table an epoch, for people. Made by <see cref="Sink.Console"/>.</summary>
public sealed class ConsoleSink : StreamSink
{
    private readonly TextWriter? _output;

    internal ConsoleSink(int rows, TextWriter? output)
    {
        Rows = rows;
        _output = output;
    }

    /// <summary>Rows of an epoch that are shown at most.</summary>
    public int Rows { get; }

    /// <inheritdoc/>
    public override string Description => "console";

    /// <inheritdoc/>
    public override SinkGuarantee Guarantee => SinkGuarantee.AtLeastOnce;

    /// <inheritdoc/>
    public override SinkWriter<T> Open<T>(SinkContext<T> context) => new ConsoleSinkWriter<T>(Rows, _output, context);
}
