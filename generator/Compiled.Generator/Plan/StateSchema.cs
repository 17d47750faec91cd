using System.Text;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Plan;

/// <summary>
/// What a checkpoint must match: stateful operators, their keys, aggregates and types, and the watermarks. Names of queries, of lambda parameters and of result types leave no trace,
/// nor do delays, filters and result expressions: state written before such a change is still right after it.
/// </summary>
public static class StateSchema
{
    /// <summary>The schema as text; two plans whose texts are the same can read each other's state. Lines end in \n.</summary>
    public static string Of(PipelinePlan plan)
    {
        StringBuilder text = new("state schema 1\n");
        foreach (QueryPlan query in plan.Queries)
        {
            Write(text, query.Root, query.OutputMode);
        }

        return text.ToString();
    }

    private static void Write(StringBuilder text, Operator op, QueryOutputMode mode)
    {
        foreach (Operator source in op.Sources)
        {
            Write(text, source, mode);
        }

        switch (op)
        {
            case WatermarkOperator watermark:
                text.Append("watermark ").Append(watermark.Id).Append(": ").Append(ExpressionText.Of(watermark.Time.Body)).Append('\n');
                break;
            case AggregateOperator aggregate:
                WriteGroups(text, aggregate);
                break;
            case ScanOperator scan when !(mode == QueryOutputMode.Complete && IsOverGroups(scan)):
                text.Append("fold ").Append(scan.Id).Append(": ").Append(Layout(scan.Result)).Append('\n');
                break;
        }
    }

    private static void WriteGroups(StringBuilder text, AggregateOperator aggregate)
    {
        text.Append("groups ").Append(aggregate.Id).Append('\n');
        if (aggregate.Window is { } window)
        {
            text.Append("  window ").Append(window.Kind).Append(' ').Append(window.SizeTicks).Append(" offset ").Append(window.OffsetTicks)
                .Append(" over ").Append(ExpressionText.Of(window.Time.Body)).Append('\n');
        }

        foreach (Expression part in aggregate.Key is null ? [] : KeyParts(aggregate.Key.Body))
        {
            text.Append("  key ").Append(ExpressionText.Of(part)).Append(": ").Append(Kind(part.Type)).Append('\n');
        }

        foreach (AggregateCall call in aggregate.Aggregates)
        {
            string argument = call.Argument is null ? "" : ExpressionText.Of(call.Argument.Body);
            text.Append("  ").Append(call.Kind).Append('(').Append(argument).Append("): ").Append(Kind(call.Type)).Append('\n');
        }
    }

    /// <summary>A key of several parts is kept part by part: the type that joins them may be renamed.</summary>
    private static IEnumerable<Expression> KeyParts(Expression key) =>
        key is NewExpression { Initializers.Count: 0 } parts && parts.Members.Count == parts.Arguments.Count ? parts.Arguments.SelectMany(KeyParts) : [key];

    private static string Kind(TypeRef type)
    {
        string name = type.Kind is null or ColumnKind.Record ? type.Name : type.Kind.ToString()!;
        return type is { IsNullable: true, Kind: not (null or ColumnKind.Record) } ? name + "?" : name;
    }

    /// <summary>The members of an accumulator in order. A type without readable members is known by its name only.</summary>
    private static string Layout(RowSchema row) => row.Columns.Count == 0
        ? row.Type
        : "(" + string.Join(", ", row.Columns.Select(c => $"{c.Kind}{(c.IsNullable ? "?" : "")}{(c.Nested is null ? "" : Layout(c.Nested))}")) + ")";

    private static bool IsOverGroups(Operator op) => op is AggregateOperator || op.Sources.Any(IsOverGroups);
}
