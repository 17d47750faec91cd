using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Parse;

/// <summary>The time of a window that names none: that of the nearest watermark above, as a member of the rows at hand, else the [EventTime] member.</summary>
internal static class WindowTime
{
    private const string RowName = "row";

    public static Lambda? Find(Operator source, TypeRef row, TypeRef time, out string problem)
    {
        problem = "The window has no time to look at: mark a member of the row with [EventTime], put WithWatermark before GroupBy, or give the time as the last argument (t => t.Time).";
        (WatermarkOperator? watermark, Lambda? lambda) = Above(source, row);
        if (lambda is not null)
        {
            return lambda;
        }

        ColumnSchema? member = source.Result.Construction == RowConstruction.Scalar ? null : source.Result.Columns.FirstOrDefault(c => c.IsEventTime);
        if (member is not null)
        {
            TypeRef type = time with { Name = member.Type, Kind = member.Kind, IsNullable = member.IsNullable };
            return new Lambda(
                new[] { new LambdaParameter(RowName, row) }.ToEquatable(),
                new MemberExpression(type, new ParameterExpression(row, RowName, 0), member.Member),
                $"{RowName} => {RowName}.{member.Member}",
                null);
        }

        if (watermark is not null)
        {
            problem = $"The watermark's time ({watermark.Time.Text}) is no member of the rows that are grouped here: keep it in the Select between, or give the time as the last argument.";
        }

        return null;
    }

    /// <summary>The nearest watermark above and its time as a lambda of <paramref name="row"/>, if the time survives up to here.</summary>
    private static (WatermarkOperator? Watermark, Lambda? Time) Above(Operator source, TypeRef row)
    {
        switch (source)
        {
            case WatermarkOperator watermark:
                return (watermark, watermark.Time);
            case FilterOperator or TakeOperator or SortOperator:
                return Above(source.Sources[0], row);
            case UnionOperator union:
                (WatermarkOperator? Watermark, Lambda? Time) first = Above(union.First, row);
                return first.Watermark is null ? Above(union.Second, row) : first;
            case ProjectOperator project:
                return Through(project.Source, project.Selector, row);
            case FlattenOperator { Selector: { } selector } flatten:
                return Through(flatten.Source, selector, row);
            case FlattenOperator flatten:
                return (Above(flatten.Source, row).Watermark, null);
            default:
                return (null, null);
        }
    }

    private static (WatermarkOperator? Watermark, Lambda? Time) Through(Operator source, Lambda selector, TypeRef row)
    {
        (WatermarkOperator? watermark, Lambda? time) = Above(source, selector.Parameters[0].Type);
        if (time is null)
        {
            return (watermark, null);
        }

        string wanted = ExpressionText.Of(time.Body);
        ParameterExpression whole = new(row, RowName, 0);
        LambdaParameter[] parameters = [new LambdaParameter(RowName, row)];
        if (ExpressionText.Of(selector.Body) == wanted)
        {
            return (watermark, new Lambda(parameters.ToEquatable(), whole, $"{RowName} => {RowName}", time.Place));
        }

        if (selector.Body is ParameterExpression { Index: 0 })
        {
            return (watermark, time);
        }

        foreach ((string member, Expression value) in Members(selector.Body))
        {
            if (ExpressionText.Of(value) == wanted)
            {
                return (watermark, new Lambda(parameters.ToEquatable(), new MemberExpression(value.Type, whole, member), $"{RowName} => {RowName}.{member}", time.Place));
            }

            // A pair that query syntax makes has the whole row as a member.
            if (value is ParameterExpression { Index: 0 } && time.Body is MemberExpression { Target: ParameterExpression } inner)
            {
                Expression path = inner with { Target = new MemberExpression(value.Type, whole, member) };
                return (watermark, new Lambda(parameters.ToEquatable(), path, $"{RowName} => {RowName}.{member}.{inner.Member}", time.Place));
            }
        }

        return (watermark, null);
    }

    private static IEnumerable<(string Member, Expression Value)> Members(Expression body)
    {
        if (body is not NewExpression creation)
        {
            yield break;
        }

        for (int i = 0; i < creation.Members.Count; i++)
        {
            yield return (creation.Members[i], creation.Arguments[i]);
        }

        foreach (MemberInitializer initializer in creation.Initializers)
        {
            yield return (initializer.Member, initializer.Value);
        }
    }
}
