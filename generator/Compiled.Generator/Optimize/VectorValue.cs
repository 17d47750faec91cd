using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Which values are simple enough for explicit vector code: arithmetic without integers divided by anything but a constant, conversions that widen, and choices between two such values,
/// over numeric columns of the row. What is left out would not be the same value (checked arithmetic, conversions that narrow, nulls) or has no vector form.
/// </summary>
public static class VectorValue
{
    /// <summary>Bytes of a lane of type <paramref name="lane"/>.</summary>
    public static int Bytes(string lane) => lane is "int" or "uint" or "float" ? 4 : 8;

    /// <summary>Whether <paramref name="value"/> can be vector code and is more than a column: copying one is what a loop does as well.</summary>
    public static bool IsWorthwhile(Expression value) =>
        value is not (ColumnExpression or ComputedExpression) && IsValue(value) && value.SelfAndDescendants().Any(IsColumn);

    private static bool IsColumn(Expression expression) => expression is ColumnExpression or ComputedExpression;

    private static bool IsValue(Expression expression) => VectorPredicate.LaneType(expression) is { } lane && expression switch
    {
        ColumnExpression e => e is { IsNullable: false, Place.Index: "row" },
        ComputedExpression or ConstantExpression or PipelineParameterExpression => true,
        UnaryExpression { Operator: "-", IsChecked: false } e => lane is not ("uint" or "ulong") && IsOf(lane, e.Operand),
        UnaryExpression { Operator: "~" } e => IsInteger(lane) && IsOf(lane, e.Operand),
        BinaryExpression { Operator: "+" or "-" or "*", IsChecked: false, IsLifted: false } e => IsOf(lane, e.Left) && IsOf(lane, e.Right),
        BinaryExpression { Operator: "/", IsLifted: false } e when !IsInteger(lane) => IsOf(lane, e.Left) && IsOf(lane, e.Right),
        BinaryExpression { Operator: "&" or "|" or "^", IsLifted: false } e => IsInteger(lane) && IsOf(lane, e.Left) && IsOf(lane, e.Right),
        BinaryExpression { IsLifted: false } e when VectorPredicate.IsQuotient(e) => IsOf(lane, e.Left),
        ConversionExpression { IsChecked: false } e => IsWidening(VectorPredicate.LaneType(e.Operand), lane) && IsValue(e.Operand),
        ConditionalExpression e => IsCondition(e.Condition, Bytes(lane)) && IsOf(lane, e.WhenTrue) && IsOf(lane, e.WhenFalse),
        _ => false,
    };

    private static bool IsOf(string lane, Expression operand) => VectorPredicate.LaneType(operand) == lane && IsValue(operand);

    private static bool IsInteger(string lane) => lane is not ("float" or "double");

    private static bool IsWidening(string? from, string to) => (from, to) switch
    {
        ("int", "long" or "float" or "double") or ("long", "double") or ("float", "double") => true,
        _ => from == to,
    };

    /// <summary>A condition whose lanes are not wider than those it selects: a mask can be widened, and is never narrowed.</summary>
    private static bool IsCondition(Expression expression, int bytes) => expression switch
    {
        BinaryExpression { Operator: "&&" or "||" or "&" or "|", Left.Type.Kind: ColumnKind.Boolean, IsLifted: false } e => IsCondition(e.Left, bytes) && IsCondition(e.Right, bytes),
        BinaryExpression { Operator: "==" or "!=" or "<" or ">" or "<=" or ">=", IsLifted: false } e =>
            VectorPredicate.LaneType(e.Left) is { } lane && Bytes(lane) <= bytes && IsOf(lane, e.Left) && IsOf(lane, e.Right),
        UnaryExpression { Operator: "!", Type.Kind: ColumnKind.Boolean } e => IsCondition(e.Operand, bytes),
        _ => false,
    };
}
