using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Which rows may be staged a column at a time rather than a row at a time: those of a path that only filters by vectors and then groups, where no value can throw or has an effect,
/// since values are computed in another order than the rows', and for late rows too.
/// </summary>
public static class ColumnStaging
{
    /// <summary>Whether <paramref name="steps"/>, a path's steps without leading watermarks, may be staged so.</summary>
    /// <param name="filters">Number of filters that are vector code; they lead the steps.</param>
    public static bool Applies(IReadOnlyList<Step> steps, int filters)
    {
        if (steps.Count == 0 || steps[steps.Count - 1] is not GroupStep group)
        {
            return false;
        }

        IEnumerable<Step> between = steps.Skip(filters).Take(steps.Count - 1 - filters);
        return between.All(s => s is PartStep || (s is LetStep let && IsPlainCode(let.Value)))
            && group.Keys.All(IsPlainCode)
            && group.Values.All(IsPlainCode)
            && (group.Time is null || IsPlainCode(group.Time));
    }

    /// <summary>The steps of <paramref name="lets"/> that <paramref name="value"/> needs, in order.</summary>
    public static IReadOnlyList<Step> Needed(IEnumerable<Expression> values, IReadOnlyList<Step> lets)
    {
        HashSet<string> names = new(values.SelectMany(Locals), StringComparer.Ordinal);
        List<Step> needed = [];
        foreach (Step step in lets.Reverse())
        {
            string name = step is LetStep let ? let.Local.Name : ((PartStep)step).Local.Name;
            if (names.Contains(name))
            {
                needed.Insert(0, step);
                names.UnionWith(NeededColumns.Expressions(step).SelectMany(Locals));
            }
        }

        return needed;
    }

    private static IEnumerable<string> Locals(Expression expression) => expression.SelfAndDescendants().OfType<LocalExpression>().Select(l => l.Name);

    // Neither throws nor allocates, and calls nothing.
    private static bool IsPlainCode(Expression expression) => expression switch
    {
        ColumnExpression { Type.Kind: ColumnKind.String } => false,
        ColumnExpression e => e.Place.Index == "row",
        HasValueExpression e => e.Place.Index == "row",
        LocalExpression e => e.IsSlice || !e.Type.IsText,
        ComputedExpression or PipelineParameterExpression => true,
        ConstantExpression e => !e.Type.IsText,
        UnaryExpression { IsChecked: false } e => IsNumber(e.Type) && IsPlainCode(e.Operand),
        ConversionExpression { IsChecked: false } e => IsNumber(e.Type) && IsNumber(e.Operand.Type) && IsPlainCode(e.Operand),
        BinaryExpression { Operator: "==" or "!=" } e when IsTextTest(e) => true,
        BinaryExpression { IsChecked: false, IsLifted: false } e =>
            IsNumber(e.Left.Type) && IsNumber(e.Right.Type) && IsNumber(e.Type) && CannotThrow(e) && IsPlainCode(e.Left) && IsPlainCode(e.Right),
        ConditionalExpression e => IsNumber(e.Type) && IsPlainCode(e.Condition) && IsPlainCode(e.WhenTrue) && IsPlainCode(e.WhenFalse),
        _ => false,
    };

    private static bool IsTextTest(BinaryExpression e) =>
        e is { Left: ColumnExpression { Type.IsText: true, IsNullable: false, Place.Index: "row" }, Right: ConstantExpression { Type.IsText: true } };

    private static bool IsNumber(TypeRef type) => type is
    {
        IsNullable: false,
        Kind: ColumnKind.Boolean or ColumnKind.SByte or ColumnKind.Byte or ColumnKind.Int16 or ColumnKind.UInt16 or ColumnKind.Int32 or ColumnKind.UInt32
            or ColumnKind.Int64 or ColumnKind.UInt64 or ColumnKind.Single or ColumnKind.Double,
    };

    // Only integer division can: by zero, and of the least value by -1.
    private static bool CannotThrow(BinaryExpression e) =>
        e.Operator is not ("/" or "%") || e.Type.Kind is ColumnKind.Single or ColumnKind.Double
        || e.Right is ConstantExpression { Value: var divisor } && divisor.Length > 0 && divisor[0] is >= '1' and <= '9';
}
