namespace Compiled.Generator.Plan;

/// <summary>The operands of a comparison of texts.</summary>
internal static class TextOperands
{
    /// <summary>The value and the constant that it is compared with, on whichever side that stands; the left operand and null if there is no constant. Conversions from text to text are taken off.</summary>
    public static (Expression Value, ConstantExpression? Constant) Of(BinaryExpression binary) => (Unlift(binary.Left), Unlift(binary.Right)) switch
    {
        (var left, ConstantExpression right) => (left, right),
        (ConstantExpression left, var right) => (right, left),
        (var left, _) => (left, null),
    };

    private static Expression Unlift(Expression expression) =>
        expression is ConversionExpression { Type.IsText: true, Operand: { Type.IsText: true } operand } ? operand : expression;
}
