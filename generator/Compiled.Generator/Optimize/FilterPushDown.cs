using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Predicate push-down: which filters the decoder of an input may test before it converts the rest of a row. They are those with which every loop over the input begins,
/// as long as they read plain members and cannot throw: a row that is refused early must be one that the loop would have refused.
/// </summary>
/// <remarks>The loops do not test them again: rows that come as objects pass no decoder, and are tested where they are loaded into columns.</remarks>
public static class FilterPushDown
{
    public static PhysicalPlan Apply(PhysicalPlan plan)
    {
        foreach (PhysicalInput input in plan.Inputs)
        {
            if (Of(input, plan.Queries) is { } filter)
            {
                plan = WithFilter(plan, input, filter);
            }
        }

        return plan;
    }

    // With the filter gone every row of a batch is one that counts, so more of the path may be vector code.
    private static PhysicalPlan WithFilter(PhysicalPlan plan, PhysicalInput input, PushedFilter filter)
    {
        List<PhysicalQuery> queries = plan.Queries
            .Select(q => q with { Paths = q.Paths.Select(p => p.InputId == input.Id ? VectorProjection.Apply(WithoutFilter(p, filter), q.Group) : p).ToEquatable() })
            .ToList();
        HashSet<string> read = new(queries.SelectMany(q => q.Paths).Where(p => p.InputId == input.Id).SelectMany(ColumnsOf), StringComparer.Ordinal);
        EquatableArray<string> behind = filter.Columns.Where(c => read.Contains("*") || read.Contains(c)).ToEquatable();
        return plan with
        {
            Inputs = plan.Inputs.Select(i => i.Id == input.Id ? i with { Filter = filter with { ReadBehind = behind } } : i).ToEquatable(),
            Queries = queries.ToEquatable(),
        };
    }

    private static ScanPath WithoutFilter(ScanPath path, PushedFilter filter) => path with { Steps = path.Steps.Skip(filter.Predicates.Count).ToEquatable() };

    private static IEnumerable<string> ColumnsOf(ScanPath path) => path.Maps
        .Select(m => m.Value)
        .Concat(path.Steps.SelectMany(NeededColumns.Expressions))
        .SelectMany(Columns);

    private static PushedFilter? Of(PhysicalInput input, IEnumerable<PhysicalQuery> queries)
    {
        if (input.Format.Format is not (InputFormat.Json or InputFormat.Csv or InputFormat.Binary) || input.Row.Construction == RowConstruction.Scalar)
        {
            return null;
        }

        List<List<FilterStep>> leading = queries
            .SelectMany(q => q.Paths)
            .Where(p => p.InputId == input.Id)
            .Select(p => Leading(p, input.Format.Format).ToList())
            .ToList();
        if (leading.Count == 0)
        {
            return null;
        }

        List<FilterStep> common = leading[0].TakeWhile((step, i) => leading.All(l => l.Count > i && l[i].Predicate == step.Predicate)).ToList();
        List<string> columns = common.SelectMany(f => Columns(f.Predicate)).Distinct(StringComparer.Ordinal).ToList();
        bool areScalars = columns.All(c => input.Columns.Any(p => p.Identifier == c && p.Schema.Kind is not (ColumnKind.Record or ColumnKind.List)));
        return columns.Count > 0 && areScalars && columns.Count < input.Columns.Count
            ? new PushedFilter(common.Select(f => f.Predicate).ToEquatable(), columns.ToEquatable(), string.Join(" and ", common.Select(f => f.Text)))
            : null;
    }

    // Members of binary records cost next to nothing to convert: only a filter that is vector code is sooner done there than in the loop.
    private static IEnumerable<FilterStep> Leading(ScanPath path, InputFormat format)
    {
        IEnumerable<FilterStep> filters = format == InputFormat.Binary ? VectorSteps.Filters(path) : path.Steps.TakeWhile(s => s is FilterStep).Cast<FilterStep>();
        return path.Steps.Count > 0 && path.Steps[0] is FilterStep ? filters.TakeWhile(f => CanPush(f.Predicate)) : [];
    }

    private static IEnumerable<string> Columns(Expression expression) => expression.SelfAndDescendants().SelectMany(e => e switch
    {
        ColumnExpression column => [column.Identifier],
        HasValueExpression has => [has.Identifier],
        RowExpression { Place.Path.Length: 0 } => ["*"],
        _ => Enumerable.Empty<string>(),
    });

    private static bool CanPush(Expression expression) => expression switch
    {
        ColumnExpression column => IsPlain(column.Place),
        HasValueExpression has => IsPlain(has.Place),
        ConstantExpression or DefaultExpression or PipelineParameterExpression => true,
        UnaryExpression { IsChecked: false } unary => unary.Type.Kind != ColumnKind.Decimal && CanPush(unary.Operand),
        BinaryExpression { IsChecked: false } binary => CannotThrow(binary) && CanPush(binary.Left) && CanPush(binary.Right),
        ConversionExpression { IsChecked: false } conversion => KeepsValue(conversion) && CanPush(conversion.Operand),
        ConditionalExpression conditional => CanPush(conditional.Condition) && CanPush(conditional.WhenTrue) && CanPush(conditional.WhenFalse),
        IsNullExpression isNull => CanPush(isNull.Operand),
        MemberExpression { Target.Type: { Kind: ColumnKind.Text, IsNullable: false }, Member: "Length" or "IsEmpty" } member => CanPush(member.Target),
        CallExpression { Receiver: { Type: { Kind: ColumnKind.Text, IsNullable: false } } receiver, Method: "StartsWith" or "EndsWith" or "Contains" } call =>
            CanPush(receiver) && call.Arguments.All(a => a is ConstantExpression),
        _ => false,
    };

    private static bool IsPlain(RowPlace place) => place.Path.Length == 0 && place.Index == "row";

    // Comparisons and logic, and the arithmetic of machine numbers but for integers divided by anything but a constant.
    private static bool CannotThrow(BinaryExpression binary) => binary.Operator switch
    {
        "==" or "!=" or "<" or ">" or "<=" or ">=" => IsComparable(binary.Left.Type) && IsComparable(binary.Right.Type),
        "&&" or "||" => true,
        "%" or "/" => binary.Type.Kind is ColumnKind.Single or ColumnKind.Double || VectorPredicate.IsQuotient(binary),
        _ => IsPrimitive(binary.Type),
    };

    private static bool KeepsValue(ConversionExpression conversion) =>
        (conversion.Type.IsNullable || !conversion.Operand.Type.IsNullable)
        && (conversion.Type.Kind == conversion.Operand.Type.Kind ? IsComparable(conversion.Type) : IsPrimitive(conversion.Type) && IsPrimitive(conversion.Operand.Type));

    private static bool IsComparable(TypeRef type) =>
        IsPrimitive(type) || type.IsText || type.Kind is ColumnKind.Decimal or ColumnKind.DateTime or ColumnKind.DateTimeOffset or ColumnKind.DateOnly or ColumnKind.TimeSpan;

    private static bool IsPrimitive(TypeRef type) => type.Kind is ColumnKind.Boolean
        or ColumnKind.SByte or ColumnKind.Byte or ColumnKind.Int16 or ColumnKind.UInt16 or ColumnKind.Int32 or ColumnKind.UInt32 or ColumnKind.Int64 or ColumnKind.UInt64
        or ColumnKind.Single or ColumnKind.Double;
}
