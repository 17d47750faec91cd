namespace Compiled.Generator.Plan.Operators;

/// <summary>GroupBy, Where on groups and Select of groups, as one.</summary>
/// <param name="Id">Number of the stateful operator in the pipeline: part of the state's keys.</param>
/// <param name="Key">Lambda of a row to the key; null if rows are grouped by window only.</param>
/// <param name="Window">The window, or null.</param>
/// <param name="Having">Predicate over the group, or null.</param>
/// <param name="Selector">Lambda of the group to a result row.</param>
/// <param name="Aggregates">The distinct aggregate calls of <paramref name="Having"/> and <paramref name="Selector"/>.</param>
public sealed record AggregateOperator(
    RowSchema Result,
    Operator Source,
    int Id,
    Lambda? Key,
    WindowSpec? Window,
    Lambda? Having,
    Lambda Selector,
    EquatableArray<AggregateCall> Aggregates) : Operator(Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}

public enum WindowKind
{
    Tumbling,
}

/// <summary>A window of event time.</summary>
/// <param name="Time">Lambda of a row to its time: stated, or the watermark's, or the [EventTime] member.</param>
public sealed record WindowSpec(WindowKind Kind, long SizeTicks, long OffsetTicks, Lambda Time, string Text)
{
    /// <summary>The window argument in the user's source (<c>Window.Tumbling("15 minutes")</c>), for findings.</summary>
    public SourceSpan? Place { get; init; }
}

public enum AggregateKind
{
    Count,
    Sum,
    Min,
    Max,
    Average,
    CountDistinct,
}

/// <summary>One aggregate of a group.</summary>
/// <param name="Argument">Lambda of a row to the value; for Count a predicate or null.</param>
/// <param name="Type">Result type.</param>
public sealed record AggregateCall(AggregateKind Kind, Lambda? Argument, TypeRef Type);
