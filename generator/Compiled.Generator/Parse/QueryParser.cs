using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>The bodies of queries to trees of operators, through operations: method chains and query syntax are the same to it.</summary>
internal sealed class QueryParser
{
    private readonly ParseContext _context;
    private readonly ParameterParser _parameters;
    private readonly List<QueryMethod> _methods;
    private readonly List<IMethodSymbol> _stack = [];
    private readonly OperatorIds _ids = new();

    public QueryParser(ParseContext context, ParameterParser parameters, List<QueryMethod> methods)
    {
        _context = context;
        _parameters = parameters;
        _methods = methods;
    }

    /// <summary>Parses one query; with an error in it, its root is an <see cref="InvalidOperator"/>.</summary>
    public QueryPlan Parse(QueryMethod method, int id)
    {
        RowSchema result = CheckResult(method);
        int before = _context.ErrorCount;
        Operator? root = method.IsReadable ? ParseBody(method, RootNames(method)) : null;
        if (root is null || _context.ErrorCount != before)
        {
            root = new InvalidOperator(result);
        }

        return new QueryPlan(id, method.Symbol.Name, method.OutputMode, root)
        {
            Place = ParseContext.SpanOf(method.Syntax.Identifier.GetLocation()),
            ModePlace = method.ModePlace,
        };
    }

    private RowSchema CheckResult(QueryMethod method)
    {
        SchemaResult result = _context.Schemas.Parse(method.Row);

        // Rows that are delivered as they came have been told of at the input.
        bool isTold = method.Symbol.Parameters.Any(p => KnownSymbols.Same(_context.Symbols.StreamElement(p.Type), method.Row));
        if (!isTold && result.Problem is { } problem)
        {
            _context.Error(RuleIds.RowType, method.Syntax.ReturnType, $"The result of '{method.Symbol.Name}' cannot be delivered: {problem}.");
        }

        return result.Schema;
    }

    private Operator? ParseBody(QueryMethod method, QueryNames names)
    {
        _stack.Add(method.Symbol);
        IOperation? body = method.Body(_context);
        Operator? root = body is null ? null : new OperatorParser(_context, _ids, names, Inline).Parse(body);
        _stack.RemoveAt(_stack.Count - 1);
        return root;
    }

    private QueryNames RootNames(QueryMethod method)
    {
        QueryNames names = new();
        foreach (IParameterSymbol parameter in method.Symbol.Parameters)
        {
            if (_context.Symbols.StreamElement(parameter.Type) is not null)
            {
                if (_parameters.FindInput(parameter.Name) is { } input)
                {
                    names.Streams[parameter] = new InputOperator(input.Row, input.Id);
                }
            }
            else
            {
                names.Values[parameter] = new PipelineParameterExpression(_context.Types.Read(parameter.Type), parameter.Name);
            }
        }

        return names;
    }

    /// <summary>A query that uses another one has that query's tree inside its own, with operators of its own.</summary>
    private Operator? Inline(IInvocationOperation call, QueryNames arguments)
    {
        QueryMethod? method = _methods.FirstOrDefault(m => KnownSymbols.Same(m.Symbol, call.TargetMethod));
        if (method is null)
        {
            _context.Error(
                RuleIds.NotReadable, call.Syntax, $"'{call.TargetMethod.Name}' is neither an operator of streams nor a query of this class, so that the compiler cannot read it: mark it [Query] if it is one.");
            return null;
        }

        if (_stack.Any(s => KnownSymbols.Same(s, method.Symbol)))
        {
            _context.ErrorWhereQueriesMeet(RuleIds.RecursiveQuery, call.Syntax, $"The query '{method.Symbol.Name}' would use its own result: queries may build on each other, but not in a circle.");
            return null;
        }

        if (!method.IsReadable)
        {
            _context.CSharpError();
            return null;
        }

        return _context.Quietly(() => ParseBody(method, arguments));
    }
}
