namespace Compiled.Generator.Plan.Operators;

/// <summary>Stands for the body of a query with errors: only its row type is known. A plan that has one is emitted as signatures, never as loops.</summary>
public sealed record InvalidOperator(RowSchema Result) : Operator(Result)
{
    public override IReadOnlyList<Operator> Sources => [];
}
