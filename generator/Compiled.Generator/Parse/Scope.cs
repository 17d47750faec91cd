using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>What names mean in an expression: parameters of the lambda, of the query, and the group.</summary>
internal sealed class Scope
{
    private readonly Dictionary<ISymbol, Expression> _values;

    public Scope()
        : this(new Dictionary<ISymbol, Expression>(SymbolEqualityComparer.Default), null)
    {
    }

    private Scope(Dictionary<ISymbol, Expression> values, GroupScope? group)
    {
        _values = values;
        Group = group;
    }

    /// <summary>The group, in lambdas over groups.</summary>
    public GroupScope? Group { get; }

    public Expression? Find(IParameterSymbol parameter) => _values.TryGetValue(parameter, out Expression? value) ? value : null;

    public Scope With(IEnumerable<KeyValuePair<IParameterSymbol, Expression>> values)
    {
        Dictionary<ISymbol, Expression> all = new(_values, SymbolEqualityComparer.Default);
        foreach (KeyValuePair<IParameterSymbol, Expression> value in values)
        {
            all[value.Key] = value.Value;
        }

        return new Scope(all, null);
    }

    public Scope With(GroupScope group) => new(_values, group);
}

/// <summary>A group's parameter and what may be asked of it. Aggregates are collected as they are met.</summary>
internal sealed class GroupScope
{
    public GroupScope(IParameterSymbol? parameter, TypeRef? key, bool hasWindow, List<AggregateCall> aggregates)
    {
        Parameter = parameter;
        Key = key;
        HasWindow = hasWindow;
        Aggregates = aggregates;
    }

    public IParameterSymbol? Parameter { get; }

    /// <summary>Type of the key; null if rows are grouped by window only.</summary>
    public TypeRef? Key { get; }

    public bool HasWindow { get; }

    /// <summary>Shared by all lambdas over the same groups.</summary>
    public List<AggregateCall> Aggregates { get; }
}
