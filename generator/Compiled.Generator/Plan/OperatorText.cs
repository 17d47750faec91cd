using System.Text;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan;

/// <summary>A tree of operators in the user's words: the result first, what it is made of below it.</summary>
internal static class OperatorText
{
    public static void Write(StringBuilder text, PipelinePlan plan, Operator op, int depth)
    {
        string[] lines = Lines(plan, op).ToArray();
        Line(text, depth, lines[0]);
        foreach (string detail in lines.Skip(1))
        {
            Line(text, depth + 2, detail);
        }

        foreach (Operator source in op.Sources)
        {
            Write(text, plan, source, depth + 1);
        }
    }

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');

    private static IEnumerable<string> Lines(PipelinePlan plan, Operator op) => op switch
    {
        InputOperator input => ["input " + plan.Inputs[input.InputId].Name],
        FilterOperator filter => ["Where " + filter.Predicate.Text],
        ProjectOperator project => ["Select " + project.Selector.Text],
        FlattenOperator flatten => [$"SelectMany {flatten.Collection.Text} ({KindOf(flatten.Kind)})", .. flatten.Selector is null ? Array.Empty<string>() : ["select " + flatten.Selector.Text]],
        UnionOperator => ["Union"],
        WatermarkOperator watermark => [$"WithWatermark {watermark.Id}: {watermark.Time.Text} less {watermark.DelayText}"],
        SortOperator sort => ["OrderBy " + string.Join(", then ", sort.Keys.Select(k => k.Key.Text + (k.IsDescending ? " descending" : "")))],
        TakeOperator take => ["Take " + ExpressionText.Of(take.Count)],
        ScanOperator scan => [$"Scan {scan.Id}: {scan.Accumulate.Text} from {ExpressionText.Of(scan.Seed)}"],
        AggregateOperator aggregate => Aggregate(aggregate),
        InvalidOperator => ["not readable"],
        _ => [op.GetType().Name],
    };

    private static IEnumerable<string> Aggregate(AggregateOperator aggregate)
    {
        string by = string.Join(", ", new[] { aggregate.Key?.Text, aggregate.Window?.Text }.Where(t => t is not null));
        yield return $"GroupBy {aggregate.Id}: {by}";
        if (aggregate.Window is { } window)
        {
            yield return $"window of {TimeSpan.FromTicks(window.SizeTicks):c}{(window.OffsetTicks == 0 ? "" : $" shifted by {TimeSpan.FromTicks(window.OffsetTicks):c}")} over {window.Time.Text}";
        }

        if (aggregate.Key is { } key)
        {
            yield return $"key: {TypeText.Short(key.Body.Type.Name)}";
        }

        for (int i = 0; i < aggregate.Aggregates.Count; i++)
        {
            AggregateCall call = aggregate.Aggregates[i];
            yield return $"state {i}: {call.Kind}({call.Argument?.Text}): {TypeText.Short(call.Type.Name)}";
        }

        if (aggregate.Having is { } having)
        {
            yield return "having " + having.Text;
        }

        yield return "select " + aggregate.Selector.Text;
    }

    private static string KindOf(FlattenKind kind) => kind switch
    {
        FlattenKind.NestedList => "nested list, read as columns",
        FlattenKind.Split => "split in place",
        _ => "enumerated",
    };
}
