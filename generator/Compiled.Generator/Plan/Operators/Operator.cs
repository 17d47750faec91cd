namespace Compiled.Generator.Plan.Operators;

/// <summary>A node of the plan. The tree's leaves are inputs; a query that uses another has that query's tree inside its own.</summary>
/// <param name="Result">Row type of what the operator gives.</param>
public abstract record Operator(RowSchema Result)
{
    /// <summary>The operators this one takes its rows from.</summary>
    public abstract IReadOnlyList<Operator> Sources { get; }

    /// <summary>
    /// The operator in the user's source: its name and arguments without what it is called on (<c>GroupBy(t => t.Key)</c>), or the clause of a query expression.
    /// For findings. For an aggregation it is the GroupBy.
    /// </summary>
    public SourceSpan? Place { get; init; }
}

/// <summary>Rows of an input.</summary>
public sealed record InputOperator(RowSchema Result, int InputId) : Operator(Result)
{
    public override IReadOnlyList<Operator> Sources => [];
}
