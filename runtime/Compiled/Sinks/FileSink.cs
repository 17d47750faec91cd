namespace Compiled.Sinks;

/// <summary>Files in a folder, exactly once by epoch. Made by <see cref="Sink.JsonFiles"/>, <see cref="Sink.CsvFiles"/> and <see cref="Sink.TextFiles"/>.</summary>
public sealed class FileSink : StreamSink
{
    private readonly RowFormat _format;

    internal FileSink(string path, RowFormat format)
    {
        Path = path;
        _format = format;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string Description => $"{_format.Extension[1..]} files {Path}";

    /// <inheritdoc/>
    public override SinkGuarantee Guarantee => SinkGuarantee.Idempotent;

    /// <inheritdoc/>
    /// <exception cref="PipelineException">CMP0940: the folder cannot be made.</exception>
    public override SinkWriter<T> Open<T>(SinkContext<T> context) => new FileSinkWriter<T>(Path, _format, context);
}
