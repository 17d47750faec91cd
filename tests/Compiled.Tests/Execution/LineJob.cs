using System.Text;
using Compiled.Execution;
using Compiled.Sources;

namespace Compiled.Tests.Execution;

/// <summary>A job over <see cref="LineProgram"/> with everything bound.</summary>
internal sealed class LineJob
{
    public LineJob(LineProgram? program = null) => Program = program ?? new LineProgram();

    public LineProgram Program { get; }

    public CollectSink<Utf8String> Upper { get; init; } = new();

    public CollectSink<LineCount> Counts { get; init; } = new();

    public CollectSink<LineCount> Windows { get; init; } = new();

    public Malformed? Malformed { get; init; }

    /// <param name="lines">The first input.</param>
    /// <param name="more">The second one, for a program that has two.</param>
    public JobBuilder Build(Input<Utf8String> lines, Input<Utf8String>? more = null)
    {
        var bindings = new PipelineBindings(Program);
        bindings.Input(0, lines);
        if (more is { } second)
        {
            bindings.Input(1, second);
        }

        bindings.Malformed(Malformed);
        bindings.Output(0, (Output<Utf8String>)Upper, new LineCodec());
        bindings.Output(1, (Output<LineCount>)Counts, new LineCountCodec());
        bindings.Output(2, (Output<LineCount>)Windows, new LineCountCodec());
        return new JobBuilder(bindings);
    }

    /// <summary>A source that gives each text as a part of its own, one an epoch, and then ends.</summary>
    public static MemoryByteSource Parts(params string[] parts)
    {
        MemoryByteSource source = Source.Bytes(maxPartsPerTrigger: 1);
        foreach (string part in parts)
        {
            source.Add(Encoding.UTF8.GetBytes(part));
        }

        return source.Complete();
    }
}
