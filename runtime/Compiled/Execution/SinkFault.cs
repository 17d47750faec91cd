namespace Compiled.Execution;

/// <summary>A sink failed: carries the query's name up to where the job's failure is worded.</summary>
internal sealed class SinkFault(string query, string sink, Exception inner) : Exception(inner.Message, inner)
{
    public string Query { get; } = query;

    public string Sink { get; } = sink;
}
