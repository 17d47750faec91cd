using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Enumerates an expression's nodes.</summary>
public static class ExpressionWalker
{
    /// <summary>The expression and everything below it.</summary>
    public static IEnumerable<Expression> SelfAndDescendants(this Expression expression)
    {
        yield return expression;
        foreach (Expression child in Children(expression))
        {
            foreach (Expression node in child.SelfAndDescendants())
            {
                yield return node;
            }
        }
    }

    private static IEnumerable<Expression> Children(Expression expression) => expression switch
    {
        MemberExpression e => [e.Target],
        UnaryExpression e => [e.Operand],
        BinaryExpression e => [e.Left, e.Right],
        ConversionExpression e => [e.Operand],
        ConditionalExpression e => [e.Condition, e.WhenTrue, e.WhenFalse],
        CoalesceExpression e => [e.Value, e.WhenNull],
        NullConditionalExpression e => [e.Target, e.WhenNotNull],
        IsNullExpression e => [e.Operand],
        CallExpression e => e.Receiver is null ? e.Arguments : e.Arguments.Concat([e.Receiver]),
        NewExpression e => e.Arguments.Concat(e.Initializers.Select(i => i.Value)),
        _ => [],
    };
}
