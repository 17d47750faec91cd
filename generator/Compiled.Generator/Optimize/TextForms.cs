using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Lets the decoder of a CSV input make of a text what a query needs of it, while the text is in the nearest cache: a word where it is compared with short constants
/// (which vector code then does), a key where it is what rows are grouped by. Slices are made only where something else is done with the text.
/// </summary>
public sealed class TextForms : ExpressionRewriter
{
    private const int LongestWord = 7;
    private static readonly TypeRef s_word = new("ulong", ColumnKind.UInt64, true, false, true);

    public static ScanPath Apply(ScanPath path, InputPlan input, GroupPlan? group)
    {
        if (input.Format.Format != InputFormat.Csv)
        {
            return path;
        }

        TextForms forms = new();
        return path with { Steps = path.Steps.Select(s => WithKey(forms.Rewrite(s), group)).ToEquatable() };
    }

    /// <summary>The number that stands for a short text: see TextWord.</summary>
    public static ulong? Word(string text)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        if (bytes.Length > LongestWord)
        {
            return null;
        }

        ulong word = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            word = (word << 8) | bytes[i];
        }

        return (word << (56 - (8 * bytes.Length)) << 8) | (uint)bytes.Length;
    }

    public override Expression Rewrite(Expression expression) =>
        expression is BinaryExpression { Operator: "==" or "!=" } test && AsWords(test) is { } words ? words : base.Rewrite(expression);

    private static BinaryExpression? AsWords(BinaryExpression test)
    {
        (Expression text, ConstantExpression? constant) = TextOperands.Of(test);
        if (constant is not { Type.IsText: true } || text is not ColumnExpression column || !IsText(column) || Word(constant.Value) is not { } word)
        {
            return null;
        }

        ColumnExpression words = new(s_word, column.Schema with { Kind = ColumnKind.UInt64 }, column.Place) { Form = TextForm.Word };
        return new BinaryExpression(test.Type, test.Operator, words, new ConstantExpression(s_word, $"0x{word:X}UL"), IsChecked: false, IsLifted: false);
    }

    private static Step WithKey(Step step, GroupPlan? group) =>
        step is GroupStep { Keys.Count: 1 } staged && group is { IsComposite: false } && staged.Keys[0] is ColumnExpression key && IsText(key)
            ? staged with { Keys = new Expression[] { key with { Form = TextForm.Key } }.ToEquatable() }
            : step;

    private static bool IsText(ColumnExpression column) => column is { IsNullable: false, Type: { IsText: true, IsNullable: false }, Schema.IsNullable: false, Form: TextForm.Slice, Place: { Index: "row", Path: "" } };
}
