using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>Patterns and switch expressions, lowered to comparisons and conditionals.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ParseIsPattern(IIsPatternOperation operation)
    {
        Expression value = Parse(WithoutReferenceConversion(operation.Value));
        return CanRepeat(value) || !AsksTwice(operation.Pattern) ? Test(value, operation.Pattern) : NotRepeatable(operation.Value);
    }

    private Expression ParseSwitch(ISwitchExpressionOperation operation)
    {
        Expression value = Parse(operation.Value);
        if (!CanRepeat(value))
        {
            return NotRepeatable(operation.Value);
        }

        if (operation.Arms.LastOrDefault() is not { Pattern: IDiscardPatternOperation, Guard: null } last)
        {
            return Unreadable(operation, "A switch expression of row code ends in an arm '_ => …', so that it has a value for each row.");
        }

        TypeRef type = _context.Types.Read(operation.Type!);
        Expression result = Parse(last.Value);
        foreach (ISwitchExpressionArmOperation arm in operation.Arms.Take(operation.Arms.Length - 1).Reverse())
        {
            Expression test = Test(value, arm.Pattern);
            Expression condition = arm.Guard is null ? test : And(test, Parse(arm.Guard));
            result = new ConditionalExpression(type, condition, Parse(arm.Value), result);
        }

        return result;
    }

    private Expression Test(Expression value, IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant when IsNull(constant.Value) => new IsNullExpression(Boolean, value, IsNegated: false),
        IConstantPatternOperation { Value.ConstantValue.Value: double.NaN or float.NaN } => Unreadable(pattern, "NaN is equal to nothing when compared: use double.IsNaN."),
        IConstantPatternOperation constant => Compare("==", value, constant.Value),
        IRelationalPatternOperation relational => Compare(SymbolOf(relational.OperatorKind)!, value, relational.Value),
        INegatedPatternOperation negated => Not(Test(value, negated.Pattern)),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => And(Test(value, both.LeftPattern), Test(value, both.RightPattern)),
        IBinaryPatternOperation either => new BinaryExpression(Boolean, "||", Test(value, either.LeftPattern), Test(value, either.RightPattern), IsChecked: false, IsLifted: false),
        IDiscardPatternOperation => new ConstantExpression(Boolean, "true"),
        IRecursivePatternOperation { DeclaredSymbol: null, DeconstructionSubpatterns.Length: 0 } properties => TestProperties(value, properties),
        IInvalidOperation => CSharpError(),
        _ => Unreadable(pattern, "This pattern is not readable in row code: use comparisons, 'is null', constants, relations and property patterns without variables."),
    };

    private Expression TestProperties(Expression value, IRecursivePatternOperation pattern)
    {
        if (pattern.MatchedType is { } matched && !KnownSymbols.Same(matched, TypeReader.WithoutNull(pattern.InputType)))
        {
            return Unreadable(pattern, "A test of an object's type is not readable in row code: rows are columns and have no type at run time.");
        }

        Expression? test = null;
        Expression target = value;
        if (value.Type.IsNullable)
        {
            test = new IsNullExpression(Boolean, value, IsNegated: true);
            target = value.Type.IsValueType ? new ConversionExpression(_context.Types.Read(TypeReader.WithoutNull(pattern.InputType)), value, IsChecked: false) : value;
        }

        foreach (IPropertySubpatternOperation property in pattern.PropertySubpatterns)
        {
            if (property.Member is not IMemberReferenceOperation reference)
            {
                return CSharpError();
            }

            ITypeSymbol type = reference is IPropertyReferenceOperation p ? p.Property.Type : ((IFieldReferenceOperation)reference).Field.Type;
            Expression member = Test(new MemberExpression(_context.Types.Read(type), target, Identifier.OfMember(reference.Member)), property.Pattern);
            test = test is null ? member : And(test, member);
        }

        return test ?? new ConstantExpression(Boolean, "true");
    }

    /// <summary>A comparison with a constant. A null value compares as not equal, less nor greater, as in a pattern.</summary>
    private Expression Compare(string symbol, Expression value, IOperation operand)
    {
        Expression constant = Parse(operand);
        bool isLifted = value.Type is { IsNullable: true, IsValueType: true };
        Expression right = isLifted ? new ConversionExpression(value.Type, constant, IsChecked: false) : constant;
        return new BinaryExpression(Boolean, symbol, value, right, IsChecked: false, isLifted);
    }

    private Expression And(Expression left, Expression right) => new BinaryExpression(Boolean, "&&", left, right, IsChecked: false, IsLifted: false);

    private Expression Not(Expression test) => test switch
    {
        IsNullExpression isNull => isNull with { IsNegated = !isNull.IsNegated },
        _ => new UnaryExpression(Boolean, "!", test, IsChecked: false),
    };

    private static bool AsksTwice(IPatternOperation pattern) => pattern switch
    {
        INegatedPatternOperation negated => AsksTwice(negated.Pattern),
        IConstantPatternOperation or IRelationalPatternOperation or IDiscardPatternOperation => false,
        _ => true,
    };

    private Expression NotRepeatable(IOperation operation) =>
        Unreadable(operation, "This value would be computed anew for each comparison, and the compiler does not know whether that gives the same: compute it in a Select before, or compare in a static method.");

    /// <summary>Whether an expression may stand several times in a row's code and mean the same each time.</summary>
    private static bool CanRepeat(Expression expression) => expression switch
    {
        ParameterExpression or PipelineParameterExpression or ConstantExpression or StaticMemberExpression or DefaultExpression or NullConditionalTarget
            or GroupKeyExpression or WindowBoundExpression or AggregateExpression => true,
        MemberExpression member => CanRepeat(member.Target),
        UnaryExpression unary => CanRepeat(unary.Operand),
        ConversionExpression conversion => CanRepeat(conversion.Operand),
        BinaryExpression binary => CanRepeat(binary.Left) && CanRepeat(binary.Right),
        ConditionalExpression conditional => CanRepeat(conditional.Condition) && CanRepeat(conditional.WhenTrue) && CanRepeat(conditional.WhenFalse),
        CoalesceExpression coalesce => CanRepeat(coalesce.Value) && CanRepeat(coalesce.WhenNull),
        NullConditionalExpression access => CanRepeat(access.Target) && CanRepeat(access.WhenNotNull),
        IsNullExpression isNull => CanRepeat(isNull.Operand),
        CallExpression call => call.IsPure && (call.Receiver is null || CanRepeat(call.Receiver)) && call.Arguments.All(CanRepeat),
        NewExpression creation => creation.Arguments.All(CanRepeat) && creation.Initializers.Count == 0,
        _ => false,
    };
}
