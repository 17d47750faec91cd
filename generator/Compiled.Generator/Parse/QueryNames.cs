using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>What the parameters of a query stand for: inputs and parameters of the pipeline, or, in a query used by another, what it is given.</summary>
internal sealed class QueryNames
{
    public Dictionary<ISymbol, Operator> Streams { get; } = new(SymbolEqualityComparer.Default);

    public Dictionary<IParameterSymbol, Expression> Values { get; } = new(SymbolEqualityComparer.Default);

    public Scope Scope() => new Scope().With(Values);
}

/// <summary>Numbers of stateful operators and of watermarks, in order of the queries, so that a query added at the end renumbers nothing.</summary>
internal sealed class OperatorIds
{
    private int _stateful;
    private int _watermarks;

    public int NextStateful() => _stateful++;

    public int NextWatermark() => _watermarks++;
}
