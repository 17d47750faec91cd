using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Optimize;

/// <summary>Turns a chain of stateless operators into steps, keeping track of what the current row is.</summary>
public sealed class StepBuilder
{
    private readonly List<Step> _steps;
    private readonly NameTable _names;

    public StepBuilder(Expression row, NameTable names)
        : this(row, names, [])
    {
    }

    private StepBuilder(Expression row, NameTable names, List<Step> steps)
    {
        Row = row;
        _names = names;
        _steps = steps;
    }

    /// <summary>The row as the next operator sees it.</summary>
    public Expression Row { get; private set; }

    public EquatableArray<Step> Steps => _steps.ToEquatable();

    public void Add(Step step) => _steps.Add(step);

    public void Filter(Lambda predicate, Expression bound) => _steps.Add(new FilterStep(bound, $"Where({predicate.Text})", predicate.Place));

    /// <summary>Makes the value of <paramref name="selector"/> the current row: each member that costs something is computed once.</summary>
    public void Project(Lambda selector, Expression bound, string text) => Row = Settle(bound, "row", text, selector.Place);

    public void Watermark(WatermarkOperator watermark)
    {
        Expression time = RowBinder.Bind(watermark.Time, Row);
        _steps.Add(new WatermarkStep(watermark.Id, time, $"WithWatermark({watermark.Time.Text}, {watermark.DelayText})", watermark.Time.Place));
    }

    public void Flatten(FlattenOperator flatten)
    {
        Expression collection = RowBinder.Bind(flatten.Collection, Row);
        string text = $"SelectMany({flatten.Collection.Text})";
        Expression item = flatten.Kind switch
        {
            FlattenKind.NestedList when collection is ListExpression list => FlattenList(list, flatten.Item, text, flatten.Collection.Place),
            FlattenKind.Split when collection is CallExpression { Receiver: { } source } call => FlattenSplit(source, call, flatten, text),
            _ => FlattenEnumerable(collection, flatten, text),
        };
        if (flatten.Selector is null)
        {
            Row = item;
            return;
        }

        Expression result = RowBinder.Bind(flatten.Selector, Row, item);
        Row = Settle(result, "row", string.Empty, flatten.Selector.Place);
    }

    public void Fold(ScanOperator scan, bool isState)
    {
        LocalExpression accumulator = new(scan.AccumulatorType, _names.Local(scan.Accumulate.Parameters[0].Name));
        Expression next = RowBinder.Bind(scan.Accumulate, accumulator, Row);
        _steps.Add(new FoldStep(scan.Id, isState, scan.Seed, next, accumulator, $"Scan({scan.Accumulate.Text})", scan.Accumulate.Place));
        Row = accumulator;
    }

    private Expression FlattenList(ListExpression list, RowSchema item, string text, SourceSpan? place)
    {
        string index = _names.Local("item");
        _steps.Add(new FlattenListStep(list, index, text, place));
        RowPlace at = new(list.Place.InputId, $"{list.Place.Columns}.{list.Identifier}", index, list.Path, string.Empty);
        return RowBinder.RowAt(item, at);
    }

    private Expression FlattenSplit(Expression source, CallExpression call, FlattenOperator flatten, string text)
    {
        LocalExpression part = new(new TypeRef(flatten.Item.Type, ColumnKind.Text, true, false, false), _names.Local("part")) { IsSlice = true };
        _steps.Add(new FlattenSplitStep(source, call.Arguments[0], call.Arguments.Count > 1 ? call.Arguments[1] : null, part, text, flatten.Collection.Place));
        return part;
    }

    private Expression FlattenEnumerable(Expression collection, FlattenOperator flatten, string text)
    {
        ColumnKind? kind = flatten.Item.Construction == RowConstruction.Scalar ? flatten.Item.Columns[0].Kind : null;
        LocalExpression item = new(new TypeRef(flatten.Item.Type, kind, flatten.Item.IsValueType, false, false), _names.Local("item"));
        _steps.Add(new FlattenEnumerableStep(collection, item, text, flatten.Collection.Place));
        return item;
    }

    private Expression Settle(Expression value, string wish, string text, SourceSpan? place)
    {
        if (value is NewExpression made && (made.Members.Count > 0 || made.Arguments.Count == 0))
        {
            int number = 0;
            EquatableArray<Expression> arguments = made.Arguments.Select(a => SettleMember(a, made.Members[number++], text, place)).ToEquatable();
            EquatableArray<MemberInitializer> initializers = made.Initializers
                .Select(i => i with { Value = SettleMember(i.Value, i.Member, text, place) })
                .ToEquatable();
            return made with { Arguments = arguments, Initializers = initializers };
        }

        return SettleMember(value, wish, text, place);
    }

    private Expression SettleMember(Expression value, string wish, string text, SourceSpan? place)
    {
        if (IsFree(value))
        {
            return value;
        }

        // The pairs of query syntax hold pairs: none of them needs to be an object.
        if (value is NewExpression { Kind: not NewKind.Constructor })
        {
            return Settle(value, wish, text, place);
        }

        LocalExpression local = new(value.Type, _names.Local(wish));
        _steps.Add(new LetStep(local, value, text, place));
        return local;
    }

    // Reading it again costs nothing, so it needs no local.
    private static bool IsFree(Expression value) =>
        value is ColumnExpression or RowExpression or ListExpression or LocalExpression or ConstantExpression or DefaultExpression
            or PipelineParameterExpression or HasValueExpression or KeyPartExpression or WindowBoundExpression or AggregateExpression
        || (value is ConversionExpression { IsChecked: false } conversion && IsFree(conversion.Operand));
}
