using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Compiled.Generator.Plan.Operators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>GroupBy, any Where on the groups, and the Select that ends them, to one <see cref="AggregateOperator"/>.</summary>
internal sealed class GroupParser
{
    private readonly ParseContext _context;
    private readonly OperatorIds _ids;
    private readonly Scope _scope;
    private readonly Func<IOperation, Operator?> _parseSource;
    private readonly LambdaParser _lambdas;
    private readonly WindowParser _windows;

    public GroupParser(ParseContext context, OperatorIds ids, Scope scope, Func<IOperation, Operator?> parseSource)
    {
        _context = context;
        _ids = ids;
        _scope = scope;
        _parseSource = parseSource;
        _lambdas = new LambdaParser(context);
        _windows = new WindowParser(context, scope);
    }

    /// <summary>Parses from the Select downwards.</summary>
    public Operator? Parse(IInvocationOperation select)
    {
        List<IInvocationOperation> conditions = [];
        IInvocationOperation? call = Groups(select.ArgumentAt(0));
        bool isLate = false;
        while (call is { TargetMethod.Name: "Where" or "WithWatermark" })
        {
            if (call.TargetMethod.Name == "Where")
            {
                conditions.Insert(0, call);
            }
            else
            {
                isLate = true;
                string query = call.Syntax.FirstAncestorOrSelf<MethodDeclarationSyntax>()?.Identifier.ValueText ?? string.Empty;
                _context.Error(RuleIds.WatermarkAfterGroupBy, OperatorPlace.LocationOf(call), query);
            }

            call = Groups(call.ArgumentAt(0));
        }

        if (call is null || isLate)
        {
            return null;
        }

        Operator? source = _parseSource(call.ArgumentAt(0));
        Lambda? key = null;
        bool hasKey = call.ArgumentNamed("key") is not null;
        if (hasKey)
        {
            key = _lambdas.Parse(call.ArgumentNamed("key")!, _scope);
            CheckKey(call.TargetMethod.TypeArguments[1], call.ArgumentNamed("key")!);
        }

        WindowSpec? window = null;
        bool hasWindow = call.ArgumentNamed("window") is not null;
        if (hasWindow && source is not null)
        {
            window = _windows.Parse(call, source);
        }

        List<AggregateCall> aggregates = [];
        GroupScope Group(IParameterSymbol parameter) => new(parameter, key?.Body.Type, hasWindow, aggregates);
        Lambda? having = Having(conditions, Group, out bool isWhole);
        Lambda? selector = _lambdas.ParseOverGroup(select.ArgumentAt(1), _scope, Group);
        if (source is null || selector is null || !isWhole || (hasKey && key is null) || (hasWindow && window is null))
        {
            return null;
        }

        RowSchema result = _context.Schemas.Parse(_context.Symbols.StreamElement(select.Type)!).Schema;
        return new AggregateOperator(result, source, _ids.NextStateful(), key, window, having, selector, aggregates.ToEquatable())
        {
            Place = OperatorPlace.Of(call),
        };
    }

    /// <summary>The call that gives groups: GroupBy or Where, or a watermark that stands at the wrong place.</summary>
    private IInvocationOperation? Groups(IOperation operation)
    {
        while (operation is IConversionOperation or ITranslatedQueryOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((ITranslatedQueryOperation)operation).Operation;
        }

        if (operation is IInvocationOperation { TargetMethod: { Name: "Where" or "GroupBy" or "WithWatermark" } method } call && KnownSymbols.Same(method.ContainingType, _context.Symbols.StreamOperators))
        {
            return call;
        }

        if (operation is IInvalidOperation || operation.Type is IErrorTypeSymbol)
        {
            _context.CSharpError();
        }
        else
        {
            _context.Error(RuleIds.NotReadable, operation.Syntax, "The compiler must see how rows are grouped: write GroupBy in the same expression.");
        }

        return null;
    }

    private Lambda? Having(List<IInvocationOperation> conditions, Func<IParameterSymbol, GroupScope> group, out bool isWhole)
    {
        Lambda? having = null;
        isWhole = true;
        foreach (IInvocationOperation condition in conditions)
        {
            Lambda? next = _lambdas.ParseOverGroup(condition.ArgumentAt(1), _scope, group);
            isWhole &= next is not null;
            having = having is null || next is null ? next ?? having : Both(having, next);
        }

        return having;
    }

    private static Lambda Both(Lambda first, Lambda second) => first with
    {
        Body = new BinaryExpression(first.Body.Type, "&&", first.Body, second.Body, IsChecked: false, IsLifted: false),
        Text = first.Text + " && " + second.Text,
    };

    private void CheckKey(ITypeSymbol key, IOperation place)
    {
        if (key is not IErrorTypeSymbol && KeyChecks.ProblemOf(key, _context) is { } problem)
        {
            _context.Error(RuleIds.KeyType, place.Syntax, problem);
        }
    }
}
