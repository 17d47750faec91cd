using System.Text.RegularExpressions;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>Arguments of operators that are functions (lambdas, anonymous methods, method groups) to <see cref="Lambda"/>.</summary>
internal sealed class LambdaParser
{
    private static readonly Regex s_space = new(@"\s+", RegexOptions.CultureInvariant);

    private readonly ParseContext _context;

    public LambdaParser(ParseContext context) => _context = context;

    /// <summary>Parses a lambda over rows.</summary>
    public Lambda? Parse(IOperation argument, Scope scope) => Parse(argument, scope, isCollection: false);

    /// <summary>Parses a lambda from a row to what SelectMany iterates, as the type it has and not as IEnumerable, to which C# converts (and boxes) it.</summary>
    public Lambda? ParseCollection(IOperation argument, Scope scope) => Parse(argument, scope, isCollection: true);

    private Lambda? Parse(IOperation argument, Scope scope, bool isCollection)
    {
        switch (Function(argument))
        {
            case IAnonymousFunctionOperation function:
                return ParseFunction(function, scope, isCollection);
            case IMethodReferenceOperation method:
                return ParseMethodGroup(method);
            case null:
                return null;
            case { } other:
                _context.Error(RuleIds.RowExpressionNotReadable, other.Syntax, "The compiler reads functions where they are written: use a lambda or the name of a static method, no delegate from elsewhere.");
                return null;
        }
    }

    /// <summary>Parses a lambda over groups: its parameter is the group.</summary>
    public Lambda? ParseOverGroup(IOperation argument, Scope scope, Func<IParameterSymbol, GroupScope> group)
    {
        if (Function(argument) is not IAnonymousFunctionOperation { Symbol.Parameters.Length: 1 } function)
        {
            if (Function(argument) is { } other)
            {
                _context.Error(RuleIds.RowExpressionNotReadable, other.Syntax, "The compiler must see what is asked of a group: use a lambda here.");
            }

            return null;
        }

        IParameterSymbol parameter = function.Symbol.Parameters[0];
        LambdaParameter[] parameters = [new LambdaParameter(parameter.Name, _context.Types.Read(parameter.Type))];
        return Body(function, parameters, scope.With(group(parameter)), isCollection: false);
    }

    /// <summary>The user's words on one line.</summary>
    public static string TextOf(SyntaxNode syntax) => s_space.Replace(syntax.ToString(), " ");

    private IOperation? Function(IOperation argument)
    {
        IOperation value = argument;
        while (true)
        {
            switch (value)
            {
                case IDelegateCreationOperation creation:
                    value = creation.Target;
                    break;
                case IConversionOperation conversion:
                    value = conversion.Operand;
                    break;
                case IInvalidOperation:
                    _context.CSharpError();
                    return null;
                default:
                    return value;
            }
        }
    }

    private Lambda? ParseFunction(IAnonymousFunctionOperation function, Scope scope, bool isCollection)
    {
        LambdaParameter[] parameters = function.Symbol.Parameters.Select(p => new LambdaParameter(p.Name, _context.Types.Read(p.Type))).ToArray();
        Scope inner = scope.With(function.Symbol.Parameters.Select((p, i) =>
            new KeyValuePair<IParameterSymbol, Expression>(p, new ParameterExpression(parameters[i].Type, p.Name, i))));
        return Body(function, parameters, inner, isCollection);
    }

    private Lambda? Body(IAnonymousFunctionOperation function, LambdaParameter[] parameters, Scope scope, bool isCollection)
    {
        if (function.Symbol.IsAsync)
        {
            _context.Error(RuleIds.RowExpressionNotReadable, function.Syntax, "Row code cannot be asynchronous: it runs inside a loop over rows.");
            return null;
        }

        IOperation[] statements = function.Body.Operations.Where(o => o is not ILabeledOperation).ToArray();
        if (statements.Length != 1 || statements[0] is not IReturnOperation { ReturnedValue: { } value })
        {
            if (statements.Any(s => s is IInvalidOperation) || statements.Length == 0)
            {
                _context.CSharpError();
            }
            else
            {
                _context.Error(RuleIds.RowExpressionNotReadable, statements[0].Syntax, "A lambda of a query is one expression. Put statements into a static method and call it here.");
            }

            return null;
        }

        if (isCollection && value is IConversionOperation { IsImplicit: true } conversion)
        {
            value = conversion.Operand;
        }

        Expression body = new ExpressionParser(_context, scope).Parse(value);
        return new Lambda(parameters.ToEquatable(), body, TextOf(function.Syntax), ParseContext.SpanOf(function.Syntax.GetLocation()));
    }

    private Lambda? ParseMethodGroup(IMethodReferenceOperation reference)
    {
        IMethodSymbol method = reference.Method;
        if (!method.IsStatic || method.MethodKind is MethodKind.LocalFunction || method.Parameters.Any(p => p.RefKind is not (RefKind.None or RefKind.In)))
        {
            _context.Error(RuleIds.RowExpressionNotReadable, reference.Syntax, $"'{method.Name}' is no static method of plain parameters: use a lambda.");
            return null;
        }

        LambdaParameter[] parameters = method.Parameters.Select(p => new LambdaParameter(p.Name, _context.Types.Read(p.Type))).ToArray();
        Expression[] arguments = parameters.Select((p, i) => (Expression)new ParameterExpression(p.Type, p.Name, i)).ToArray();
        CallExpression call = new(
            _context.Types.Read(method.ReturnType), null, ExpressionParser.StaticName(method), arguments.ToEquatable(), _context.Symbols.IsPure(method.ContainingType));
        return new Lambda(parameters.ToEquatable(), call, TextOf(reference.Syntax), ParseContext.SpanOf(reference.Syntax.GetLocation()));
    }
}
