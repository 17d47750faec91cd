using Compiled.Sinks;

namespace Compiled.Execution;

/// <summary>What a query's output is bound to, without its row type.</summary>
internal abstract class OutputBinding
{
    public abstract string Description { get; }

    public abstract SinkGuarantee Guarantee { get; }

    /// <summary>Opens the sink for a job.</summary>
    public abstract OutputRunner Open(bool hasCheckpoint);
}

/// <summary>What a query's output is bound to.</summary>
internal sealed class OutputBinding<T>(QueryDescription query, Output<T> sink, RowCodec<T> codec) : OutputBinding
{
    public override string Description => sink.Any?.Description ?? sink.Rows!.Description;

    public override SinkGuarantee Guarantee => sink.Any?.Guarantee ?? sink.Rows!.Guarantee;

    public override OutputRunner Open(bool hasCheckpoint)
    {
        var context = new SinkContext<T>(query.Name, query.OutputMode, codec, hasCheckpoint);
        try
        {
            SinkWriter<T> writer = sink.Any is { } any ? any.Open(context) : sink.Rows!.Open(context);
            return new OutputRunner<T>(query.Name, Description, writer, codec);
        }
        catch (Exception fault)
        {
            throw new SinkFault(query.Name, Description, fault);
        }
    }
}
