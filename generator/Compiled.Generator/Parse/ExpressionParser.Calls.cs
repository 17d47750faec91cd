using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>Calls: aggregates of the group, and methods.</summary>
internal sealed partial class ExpressionParser
{
    /// <summary>The full name of a static method, with type arguments.</summary>
    public static string StaticName(IMethodSymbol method) => TypeReader.NameOf(method.ContainingType) + "." + MethodName(method);

    private static string MethodName(IMethodSymbol method)
    {
        string name = Identifier.Of(method.Name);

        // An anonymous type has no name to write: C# infers it again, as it did in the user's code.
        return method.TypeArguments.Length == 0 || method.TypeArguments.Any(IsUnnamed) ? name : $"{name}<{string.Join(", ", method.TypeArguments.Select(TypeReader.NameOf))}>";
    }

    private static bool IsUnnamed(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsUnnamed(array.ElementType),
        INamedTypeSymbol named => named.IsAnonymousType || named.TypeArguments.Any(IsUnnamed),
        _ => false,
    };

    private Expression ParseInvocation(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        if (KnownSymbols.Same(method.ContainingType, _context.Symbols.GroupAggregates))
        {
            return ParseAggregate(invocation);
        }

        if (RefusalOf(method) is { } refusal)
        {
            return Unreadable(invocation, refusal);
        }

        if (method.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T && method.Name == "GetValueOrDefault")
        {
            return ParseGetValueOrDefault(invocation);
        }

        if (!CanName(method.ContainingType))
        {
            return FileLocal(invocation, method.ContainingType);
        }

        bool isRows = _context.Symbols.RowsElement(invocation.Instance?.Type) is not null;
        if (isRows)
        {
            return RowsMisused(invocation.Instance!);
        }

        Expression? receiver = invocation.Instance is null ? null : Parse(invocation.Instance);
        string name = receiver is null ? StaticName(method) : MethodName(method);
        return new CallExpression(_context.Types.Read(method.ReturnType), receiver, name, Arguments(invocation.Arguments).ToEquatable(), IsPure(method));
    }

    private string? RefusalOf(IMethodSymbol method) => method switch
    {
        { MethodKind: MethodKind.DelegateInvoke } => "A delegate is not readable in row code: use a static method.",
        { MethodKind: MethodKind.LocalFunction } => "A local function is not readable in row code: use a static method.",
        { ReturnsVoid: true } => "A method without a result has no place in row code, which only computes.",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "A method that returns a reference is not readable in row code.",
        _ when KnownSymbols.Same(method.ContainingType, _context.Symbols.StreamOperators) || _context.Symbols.StreamElement(method.ReturnType) is not null =>
            "A stream inside row code cannot be read: operators work on streams, lambdas on one row at a time.",
        _ => null,
    };

    /// <summary>Arguments in order of the parameters.</summary>
    private IEnumerable<Expression> Arguments(IEnumerable<IArgumentOperation> arguments)
    {
        foreach (IArgumentOperation argument in arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0))
        {
            if (argument.ArgumentKind is ArgumentKind.ParamArray or ArgumentKind.ParamCollection)
            {
                yield return argument.Value is IArrayCreationOperation { IsImplicit: true, Initializer.ElementValues.Length: 0 }
                    ? Unreadable(argument, "A params array without elements is not readable in row code: use an overload without it.")
                    : Unreadable(argument.Value.IsImplicit ? argument.Parent ?? argument : argument.Value, "A params array would be allocated for each row: use an overload that takes single arguments.");
            }
            else if (argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out)
            {
                yield return Unreadable(argument, "ref and out arguments are not readable in row code, which only computes: put the call into a static method that returns a value.");
            }
            else
            {
                yield return ParseArgument(argument.Value);
            }
        }
    }

    private Expression ParseArgument(IOperation value)
    {
        if (_context.Symbols.RowsElement(value.Type) is not null && Parse(value) is { } list)
        {
            return list is DefaultExpression ? list : RowsMisused(value);
        }

        return Parse(value);
    }

    private bool IsPure(IMethodSymbol method) =>
        _context.Symbols.IsPure(method.ContainingType) && method.Name is not ("ToLocalTime" or "Intern" or "IsInterned" or "GetHashCode");

    private Expression ParseGetValueOrDefault(IInvocationOperation invocation)
    {
        TypeRef type = _context.Types.Read(invocation.Type!);
        Expression whenNull = invocation.Arguments.Length == 0 ? new DefaultExpression(type) : Parse(invocation.Arguments[0].Value);
        return new CoalesceExpression(type, Parse(invocation.Instance!), whenNull);
    }

    private Expression ParseAggregate(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        IOperation group = invocation.Arguments.First(a => a.Parameter?.Ordinal == 0).Value;
        while (group is IConversionOperation conversion)
        {
            group = conversion.Operand;
        }

        if (!IsGroup(group))
        {
            return Parse(group) is DefaultExpression placeholder ? placeholder with { Type = _context.Types.Read(method.ReturnType) } : Unreadable(invocation, "This is no group of the query.");
        }

        if (!Enum.TryParse(method.Name, out AggregateKind kind))
        {
            return Unreadable(invocation, $"The aggregate '{method.Name}' is not known.");
        }

        Lambda? argument = null;
        if (invocation.Arguments.FirstOrDefault(a => a.Parameter?.Ordinal == 1) is { } value)
        {
            argument = new LambdaParser(_context).Parse(value.Value, _scope);
            if (argument is null)
            {
                return Placeholder(method.ReturnType);
            }
        }

        TypeRef type = _context.Types.Read(method.ReturnType);
        if (kind is AggregateKind.Min or AggregateKind.Max && !IsOrdered(type))
        {
            _context.Error(
                RuleIds.StateType, invocation.Syntax, $"{kind} keeps a value of type '{method.ReturnType.Name}', which has no order: use a number, a date or a Utf8String.");
        }

        if (kind is AggregateKind.CountDistinct && argument is { Body.Type.Kind: null or ColumnKind.Record or ColumnKind.List })
        {
            _context.Error(
                RuleIds.StateType, invocation.Syntax, $"CountDistinct keeps values of type '{argument.Body.Type.Name}', which is no scalar: count a number, a date or a Utf8String.");
        }

        return new AggregateExpression(type, Share(new AggregateCall(kind, argument, type)));
    }

    private static bool IsOrdered(TypeRef type) =>
        type.Kind is not (null or ColumnKind.Record or ColumnKind.List or ColumnKind.Boolean);

    /// <summary>The number of this aggregate among those of the group; the same aggregate twice is one.</summary>
    private int Share(AggregateCall call)
    {
        List<AggregateCall> known = _scope.Group!.Aggregates;
        int index = known.FindIndex(k => k.Kind == call.Kind && k.Type == call.Type && SameMeaning(k.Argument, call.Argument));
        if (index < 0)
        {
            index = known.Count;
            known.Add(call);
        }

        return index;
    }

    private static bool SameMeaning(Lambda? left, Lambda? right) =>
        left is null || right is null ? left is null && right is null : ExpressionText.Of(left.Body) == ExpressionText.Of(right.Body);
}
