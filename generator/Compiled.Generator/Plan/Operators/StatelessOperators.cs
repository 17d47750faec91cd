namespace Compiled.Generator.Plan.Operators;

/// <summary>Where.</summary>
public sealed record FilterOperator(Operator Source, Lambda Predicate) : Operator(Source.Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}

/// <summary>Select on a stream.</summary>
public sealed record ProjectOperator(RowSchema Result, Operator Source, Lambda Selector) : Operator(Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}

/// <summary>What SelectMany iterates.</summary>
public enum FlattenKind
{
    /// <summary>A nested list: the collection is a member path to a List column.</summary>
    NestedList,

    /// <summary>Utf8String.Split(separator, options): emitted as a scan. The collection is the call.</summary>
    Split,

    /// <summary>Any other expression that is enumerable: emitted as foreach.</summary>
    Enumerable,
}

/// <summary>SelectMany.</summary>
/// <param name="Collection">Lambda of one row to the collection.</param>
/// <param name="Item">Row type of the items.</param>
/// <param name="Selector">Lambda of row and item to the result; null if the result is the item.</param>
public sealed record FlattenOperator(RowSchema Result, Operator Source, FlattenKind Kind, Lambda Collection, RowSchema Item, Lambda? Selector) : Operator(Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}

/// <summary>Union: the rows of both.</summary>
public sealed record UnionOperator(Operator First, Operator Second) : Operator(First.Result)
{
    public override IReadOnlyList<Operator> Sources => [First, Second];
}

/// <summary>WithWatermark.</summary>
/// <param name="Id">Number of the watermark in the pipeline; a query that uses another gets numbers of its own for the operators it repeats.</param>
public sealed record WatermarkOperator(Operator Source, int Id, Lambda Time, long DelayTicks, string DelayText) : Operator(Source.Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}
