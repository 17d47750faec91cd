namespace Compiled;

/// <summary>What a query delivers each batch, with the meaning of Structured Streaming (4.x).</summary>
public enum OutputMode
{
    /// <summary>Rows that are final: each is delivered once and never changes. An aggregation needs a watermark and delivers a window when the watermark has passed its end.</summary>
    Append,

    /// <summary>The groups that this batch changed, as they now stand. A group is delivered again whenever it changes.</summary>
    Update,

    /// <summary>The whole result, every batch. Only for aggregations; state is never dropped.</summary>
    Complete,
}
