using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Rebuilds an expression bottom-up; a subclass replaces the nodes it knows.</summary>
public abstract class ExpressionRewriter
{
    public virtual Expression Rewrite(Expression expression) => expression switch
    {
        MemberExpression e => RewriteMember(e with { Target = Rewrite(e.Target) }),
        UnaryExpression e => e with { Operand = Rewrite(e.Operand) },
        BinaryExpression e => e with { Left = Rewrite(e.Left), Right = Rewrite(e.Right) },
        ConversionExpression e => RewriteConversion(e with { Operand = Rewrite(e.Operand) }),
        ConditionalExpression e => e with { Condition = Rewrite(e.Condition), WhenTrue = Rewrite(e.WhenTrue), WhenFalse = Rewrite(e.WhenFalse) },
        CoalesceExpression e => RewriteCoalesce(e with { Value = Rewrite(e.Value), WhenNull = Rewrite(e.WhenNull) }),
        NullConditionalExpression e => RewriteNullConditional(e with { Target = Rewrite(e.Target) }),
        IsNullExpression e => RewriteIsNull(e with { Operand = Rewrite(e.Operand) }),
        CallExpression e => RewriteCall(e with { Receiver = e.Receiver is null ? null : Rewrite(e.Receiver), Arguments = RewriteAll(e.Arguments) }),
        NewExpression e => e with
        {
            Arguments = RewriteAll(e.Arguments),
            Initializers = e.Initializers.Select(i => i with { Value = Rewrite(i.Value) }).ToEquatable(),
        },
        _ => expression,
    };

    protected EquatableArray<Expression> RewriteAll(EquatableArray<Expression> expressions) => expressions.Select(Rewrite).ToEquatable();

    protected virtual Expression RewriteMember(MemberExpression expression) => expression;

    protected virtual Expression RewriteConversion(ConversionExpression expression) => expression;

    protected virtual Expression RewriteCoalesce(CoalesceExpression expression) => expression;

    protected virtual Expression RewriteNullConditional(NullConditionalExpression expression) => expression with { WhenNotNull = Rewrite(expression.WhenNotNull) };

    protected virtual Expression RewriteIsNull(IsNullExpression expression) => expression;

    protected virtual Expression RewriteCall(CallExpression expression) => expression;
}
