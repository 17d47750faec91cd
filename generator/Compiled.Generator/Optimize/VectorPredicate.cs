using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Which predicates are simple enough for explicit vector code: comparisons, logic and arithmetic over columns of one lane width.
/// What is left out is left out because the scalar form would not be the same (integers divided by no constant, conversions, checked arithmetic, nulls).
/// </summary>
public static class VectorPredicate
{
    /// <summary>Bytes of a lane if <paramref name="predicate"/> can be vector code, else 0.</summary>
    public static int LaneBytes(Expression predicate)
    {
        HashSet<int> sizes = [];
        return IsCondition(predicate, sizes) && sizes.Count == 1 ? sizes.Single() : 0;
    }

    /// <summary>The element type of a lane.</summary>
    public static string? LaneType(Expression value) => value.Type.IsNullable ? null : value.Type.Kind switch
    {
        ColumnKind.Int32 => "int",
        ColumnKind.UInt32 => "uint",
        ColumnKind.Int64 => "long",
        ColumnKind.UInt64 => "ulong",
        ColumnKind.Single => "float",
        ColumnKind.Double => "double",
        _ => null,
    };

    private static bool IsCondition(Expression expression, HashSet<int> sizes) => expression switch
    {
        BinaryExpression { Operator: "&&" or "||" or "&" or "|", Type.Kind: ColumnKind.Boolean, IsLifted: false } b => IsCondition(b.Left, sizes) && IsCondition(b.Right, sizes),
        BinaryExpression { Operator: "==" or "!=" or "<" or ">" or "<=" or ">=", IsLifted: false } b =>
            LaneType(b.Left) is { } lane && lane == LaneType(b.Right) && Note(lane, sizes) && IsValue(b.Left) && IsValue(b.Right) && (HasColumn(b.Left) || HasColumn(b.Right)),
        UnaryExpression { Operator: "!", Type.Kind: ColumnKind.Boolean } u => IsCondition(u.Operand, sizes),
        _ => false,
    };

    private static bool Note(string lane, HashSet<int> sizes)
    {
        sizes.Add(lane is "int" or "uint" or "float" ? 4 : 8);
        return true;
    }

    private static bool HasColumn(Expression value) => value.SelfAndDescendants().Any(e => e is ColumnExpression or ComputedExpression);

    private static bool IsValue(Expression expression) => expression switch
    {
        ColumnExpression { IsNullable: false } or ComputedExpression or ConstantExpression or PipelineParameterExpression => LaneType(expression) is not null,
        BinaryExpression { Operator: "+" or "-" or "*", IsChecked: false, IsLifted: false } b => IsValueOf(b, b.Left) && IsValueOf(b, b.Right),
        BinaryExpression { Operator: "/", Type.Kind: ColumnKind.Single or ColumnKind.Double, IsLifted: false } b => IsValueOf(b, b.Left) && IsValueOf(b, b.Right),
        BinaryExpression { Operator: "&" or "|" or "^", Type.Kind: ColumnKind.Int32 or ColumnKind.UInt32 or ColumnKind.Int64 or ColumnKind.UInt64, IsLifted: false } b =>
            IsValueOf(b, b.Left) && IsValueOf(b, b.Right),
        BinaryExpression { IsLifted: false } b => IsQuotient(b) && IsValueOf(b, b.Left),
        _ => false,
    };

    /// <summary>Whether <paramref name="expression"/> is the quotient or remainder of an integer and a constant from 2 on: its vector form is exact, and nothing can overflow.</summary>
    public static bool IsQuotient(BinaryExpression expression) =>
        expression.Operator is "/" or "%" && expression.Type.Kind is ColumnKind.Int32 or ColumnKind.Int64 && LaneType(expression.Left) == LaneType(expression) && Divisor(expression) > 1;

    /// <summary>The constant that <paramref name="expression"/> divides by; 0 if it is none of 1 to 2^31 - 1.</summary>
    public static int Divisor(BinaryExpression expression) =>
        expression.Right is ConstantExpression { Value: var text } constant && LaneType(constant) == LaneType(expression)
        && int.TryParse(text.TrimEnd('L', 'l'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int divisor)
            ? divisor
            : 0;

    private static bool IsValueOf(BinaryExpression parent, Expression operand) => LaneType(operand) == LaneType(parent) && IsValue(operand);
}
