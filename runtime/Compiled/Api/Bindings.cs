using Compiled.Execution;
using Compiled.Sinks;
using Compiled.Sources;

namespace Compiled;

/// <summary>What an input of a pipeline is bound to when the job is built: a source of bytes, or a source of rows.</summary>
/// <typeparam name="T">The row type of the input.</typeparam>
public readonly struct Input<T>
{
    private Input(ByteSource? bytes, RowSource<T>? rows)
    {
        Bytes = bytes;
        Rows = rows;
    }

    /// <summary>The source of bytes, or null.</summary>
    public ByteSource? Bytes { get; }

    /// <summary>The source of rows, or null.</summary>
    public RowSource<T>? Rows { get; }

    /// <summary>Binds a source of bytes.</summary>
    public static implicit operator Input<T>(ByteSource source) => new(source ?? throw new ArgumentNullException(nameof(source)), null);

    /// <summary>Binds a source of rows.</summary>
    public static implicit operator Input<T>(RowSource<T> source) => new(null, source ?? throw new ArgumentNullException(nameof(source)));
}

/// <summary>What a query of a pipeline is bound to when the job is built.</summary>
/// <typeparam name="T">The query's row type.</typeparam>
public readonly struct Output<T>
{
    private Output(StreamSink? any, StreamSink<T>? rows)
    {
        Any = any;
        Rows = rows;
    }

    /// <summary>A sink that takes rows of every type, or null.</summary>
    public StreamSink? Any { get; }

    /// <summary>A sink for this row type, or null.</summary>
    public StreamSink<T>? Rows { get; }

    /// <summary>Binds a sink that takes rows of every type: console, files.</summary>
    public static implicit operator Output<T>(StreamSink sink) => new(sink ?? throw new ArgumentNullException(nameof(sink)), null);

    /// <summary>Binds a sink of this row type: memory, foreach.</summary>
    public static implicit operator Output<T>(StreamSink<T> sink) => new(null, sink ?? throw new ArgumentNullException(nameof(sink)));
}
