namespace Compiled.Generator.Plan.Operators;

/// <summary>OrderBy with its ThenBys, over a complete result. The sort is stable.</summary>
public sealed record SortOperator(Operator Source, EquatableArray<SortKey> Keys) : Operator(Source.Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}

public sealed record SortKey(Lambda Key, bool IsDescending);

/// <summary>Take over a complete result.</summary>
public sealed record TakeOperator(Operator Source, Expression Count) : Operator(Source.Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}

/// <summary>
/// Scan. Over a complete result it starts anew each batch; over a stream the accumulator is state (id) and its type is unmanaged.
/// </summary>
public sealed record ScanOperator(RowSchema Result, Operator Source, int Id, Expression Seed, Lambda Accumulate, TypeRef AccumulatorType) : Operator(Result)
{
    public override IReadOnlyList<Operator> Sources => [Source];
}
