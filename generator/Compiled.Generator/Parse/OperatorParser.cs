using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>One query's expression to operators. A null result means that a finding has been made.</summary>
internal sealed class OperatorParser
{
    private readonly ParseContext _context;
    private readonly OperatorIds _ids;
    private readonly QueryNames _names;
    private readonly Func<IInvocationOperation, QueryNames, Operator?> _inline;
    private readonly LambdaParser _lambdas;
    private readonly Scope _scope;
    private readonly GroupParser _groups;

    public OperatorParser(ParseContext context, OperatorIds ids, QueryNames names, Func<IInvocationOperation, QueryNames, Operator?> inline)
    {
        _context = context;
        _ids = ids;
        _names = names;
        _inline = inline;
        _lambdas = new LambdaParser(context);
        _scope = names.Scope();
        _groups = new GroupParser(context, ids, _scope, Parse);
    }

    public Operator? Parse(IOperation operation)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        switch (operation)
        {
            case IInvalidOperation:
                _context.CSharpError();
                return null;
            case ITranslatedQueryOperation query:
                return Parse(query.Operation);
            case IConversionOperation conversion:
                return ParseConversion(conversion);
            case IParameterReferenceOperation reference when _names.Streams.TryGetValue(reference.Parameter, out Operator? stream):
                return stream;
            case IInvocationOperation { TargetMethod: var method } call when KnownSymbols.Same(method.ContainingType, _context.Symbols.StreamOperators):
                return ParseOperator(call);
            case IInvocationOperation call when operation.Type is not IErrorTypeSymbol:
                return ParseQueryCall(call);
            default:
                return Unreadable(operation);
        }
    }

    private Operator? Unreadable(IOperation operation)
    {
        if (operation.Type is IErrorTypeSymbol)
        {
            _context.CSharpError();
        }
        else
        {
            _context.Error(
                RuleIds.NotReadable, operation.Syntax, "The compiler reads queries that are chains of operators on the query's inputs, and this is none: it cannot be known at build time.");
        }

        return null;
    }

    private Operator? ParseConversion(IConversionOperation conversion)
    {
        ITypeSymbol? from = _context.Symbols.StreamElement(conversion.Operand.Type);
        ITypeSymbol? to = _context.Symbols.StreamElement(conversion.Type);
        if (from is not null && to is not null && !KnownSymbols.Same(from, to))
        {
            if (from is INamedTypeSymbol { IsTupleType: true } tuple && to is INamedTypeSymbol { IsTupleType: true } wanted && KnownSymbols.Same(Unnamed(tuple), Unnamed(wanted)))
            {
                return Renamed(conversion.Operand, tuple, wanted);
            }

            _context.Error(RuleIds.NotReadable, conversion.Syntax, $"Rows of type '{from.Name}' would be taken for '{to.Name}': say how to make the one of the other with Select.");
            return null;
        }

        return Parse(conversion.Operand);
    }

    private static INamedTypeSymbol Unnamed(INamedTypeSymbol tuple) => tuple.TupleUnderlyingType ?? tuple;

    /// <summary>C# takes tuples for others with other names of elements: the rows have the new names from here on.</summary>
    private Operator? Renamed(IOperation operand, INamedTypeSymbol from, INamedTypeSymbol to)
    {
        if (Parse(operand) is not { } source)
        {
            return null;
        }

        TypeRef row = _context.Types.Read(from);
        ParameterExpression parameter = new(row, "row", 0);
        IEnumerable<Expression> elements = from.TupleElements.Select(e => (Expression)new MemberExpression(_context.Types.Read(e.Type), parameter, Identifier.OfMember(e)));
        NewExpression renamed = new(
            _context.Types.Read(to), NewKind.Tuple, elements.ToEquatable(), to.TupleElements.Select(Identifier.OfMember).ToEquatable(), EquatableArray<MemberInitializer>.Empty);
        string names = string.Join(", ", to.TupleElements.Select(e => e.Name));
        Lambda selector = new(new[] { new LambdaParameter("row", row) }.ToEquatable(), renamed, $"row => ({names})", null);
        return new ProjectOperator(_context.Schemas.Parse(to).Schema, source, selector);
    }

    private Operator? ParseOperator(IInvocationOperation call)
    {
        Operator? parsed = Dispatch(call);
        return parsed is { Place: null } ? parsed with { Place = OperatorPlace.Of(call) } : parsed;
    }

    private Operator? Dispatch(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Where" when _context.Symbols.StreamElement(call.Type) is not null => ParseWhere(call),
        "Select" when IsOverGroups(call) => _groups.Parse(call),
        "Select" => ParseSelect(call),
        "SelectMany" => ParseSelectMany(call),
        "Union" => ParseUnion(call),
        "WithWatermark" => ParseWatermark(call),
        "OrderBy" or "OrderByDescending" or "ThenBy" or "ThenByDescending" => ParseSort(call),
        "Take" => ParseTake(call),
        "Scan" => ParseScan(call),
        _ => Unreadable(call),
    };

    private bool IsOverGroups(IInvocationOperation call) => _context.Symbols.StreamElement(call.TargetMethod.Parameters[0].Type) is null;

    private Operator? ParseWhere(IInvocationOperation call)
    {
        Operator? source = Parse(call.ArgumentAt(0));
        Lambda? predicate = _lambdas.Parse(call.ArgumentAt(1), _scope);
        return source is null || predicate is null ? null : new FilterOperator(source, predicate);
    }

    private Operator? ParseSelect(IInvocationOperation call)
    {
        Operator? source = Parse(call.ArgumentAt(0));
        Lambda? selector = _lambdas.Parse(call.ArgumentAt(1), _scope);
        return source is null || selector is null ? null : new ProjectOperator(RowOf(call), source, selector);
    }

    private Operator? ParseSelectMany(IInvocationOperation call)
    {
        Operator? source = Parse(call.ArgumentAt(0));
        Lambda? collection = _lambdas.ParseCollection(call.ArgumentAt(1), _scope);
        bool hasSelector = call.TargetMethod.Parameters.Length == 3;
        Lambda? selector = hasSelector ? _lambdas.Parse(call.ArgumentAt(2), _scope) : null;
        if (source is null || collection is null || (hasSelector && selector is null))
        {
            return null;
        }

        ITypeSymbol item = call.TargetMethod.TypeArguments[1];
        return new FlattenOperator(RowOf(call), source, KindOf(collection.Body), collection, _context.Schemas.Parse(item).Schema, selector);
    }

    private static FlattenKind KindOf(Expression collection) => collection switch
    {
        MemberExpression { Type.Kind: ColumnKind.List } or ParameterExpression { Type.Kind: ColumnKind.List } => FlattenKind.NestedList,
        CallExpression { Receiver.Type.Kind: ColumnKind.Text, Method: "Split" } => FlattenKind.Split,
        _ => FlattenKind.Enumerable,
    };

    private Operator? ParseUnion(IInvocationOperation call)
    {
        Operator? first = Parse(call.ArgumentAt(0));
        Operator? second = Parse(call.ArgumentAt(1));
        return first is null || second is null ? null : new UnionOperator(first, second);
    }

    private Operator? ParseWatermark(IInvocationOperation call)
    {
        Operator? source = Parse(call.ArgumentAt(0));
        Lambda? time = _lambdas.Parse(call.ArgumentAt(1), _scope);
        bool hasDelay = Durations.TryRead(_context, call.ArgumentAt(2), out long ticks, out string text);
        return source is null || time is null || !hasDelay ? null : new WatermarkOperator(source, _ids.NextWatermark(), time, ticks, text);
    }

    private Operator? ParseSort(IInvocationOperation call)
    {
        string name = call.TargetMethod.Name;
        Operator? source = Parse(call.ArgumentAt(0));
        Lambda? key = _lambdas.Parse(call.ArgumentAt(1), _scope);
        if (source is null || key is null)
        {
            return null;
        }

        if (key.Body.Type.Kind is null or ColumnKind.List or ColumnKind.Record)
        {
            _context.Error(RuleIds.KeyType, call.ArgumentAt(1).Syntax, $"Rows cannot be ordered by a value of type '{key.Body.Type.Name}': use a number, a date or text, and ThenBy for more than one.");
            return null;
        }

        SortKey sortKey = new(key, name.EndsWith("Descending", StringComparison.Ordinal));
        return name.StartsWith("ThenBy", StringComparison.Ordinal) && source is SortOperator sort
            ? sort with { Keys = sort.Keys.Append(sortKey).ToEquatable() }
            : new SortOperator(source, new[] { sortKey }.ToEquatable());
    }

    private Operator? ParseTake(IInvocationOperation call)
    {
        Operator? source = Parse(call.ArgumentAt(0));
        Expression count = new ExpressionParser(_context, _scope).Parse(call.ArgumentAt(1));
        return source is null ? null : new TakeOperator(source, count);
    }

    private Operator? ParseScan(IInvocationOperation call)
    {
        Operator? source = Parse(call.ArgumentAt(0));
        Expression seed = new ExpressionParser(_context, _scope).Parse(call.ArgumentAt(1));
        Lambda? accumulate = _lambdas.Parse(call.ArgumentAt(2), _scope);
        if (source is null || accumulate is null)
        {
            return null;
        }

        ITypeSymbol accumulator = call.TargetMethod.TypeArguments[1];
        return new ScanOperator(RowOf(call), source, _ids.NextStateful(), seed, accumulate, _context.Types.Read(accumulator));
    }

    private Operator? ParseQueryCall(IInvocationOperation call)
    {
        if (_context.Symbols.StreamElement(call.Type) is null)
        {
            return Unreadable(call);
        }

        QueryNames arguments = new();
        bool isWhole = true;
        foreach (IArgumentOperation argument in call.Arguments.Where(a => a.Parameter is not null))
        {
            if (_context.Symbols.StreamElement(argument.Parameter!.Type) is null)
            {
                arguments.Values[argument.Parameter] = new ExpressionParser(_context, _scope).Parse(argument.Value);
            }
            else if (Parse(argument.Value) is { } stream)
            {
                arguments.Streams[argument.Parameter] = stream;
            }
            else
            {
                isWhole = false;
            }
        }

        return isWhole ? _inline(call, arguments) : null;
    }

    private RowSchema RowOf(IInvocationOperation call) => _context.Schemas.Parse(_context.Symbols.StreamElement(call.Type)!).Schema;
}
