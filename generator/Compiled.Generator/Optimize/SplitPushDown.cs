using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>
/// Lets the decoder of a text input split lines, if that is the first thing every query does with them, in one way, and none reads the line itself:
/// separators and line feeds are then found by one scan.
/// </summary>
public static class SplitPushDown
{
    public static PhysicalPlan Apply(PhysicalPlan plan)
    {
        Dictionary<int, LineSplit> splits = [];
        foreach (PhysicalInput input in plan.Inputs)
        {
            if (Common(input, plan.Queries.SelectMany(q => q.Paths).Where(p => p.InputId == input.Id).ToList()) is { } split)
            {
                splits.Add(input.Id, split);
            }
        }

        return splits.Count == 0 ? plan : plan with
        {
            Inputs = plan.Inputs.Select(i => splits.TryGetValue(i.Id, out LineSplit? split) ? i with { Split = split } : i).ToEquatable(),
            Queries = plan.Queries.Select(q => q with { Paths = q.Paths.Select(p => splits.ContainsKey(p.InputId) ? WithoutSplit(p) : p).ToEquatable() }).ToEquatable(),
        };
    }

    /// <summary>How all paths over the input split its lines; null if they do not, or not alike.</summary>
    private static LineSplit? Common(PhysicalInput input, IReadOnlyList<ScanPath> paths)
    {
        if (input.Format.Format != InputFormat.Text || paths.Count == 0)
        {
            return null;
        }

        LineSplit? common = null;
        foreach (ScanPath path in paths)
        {
            LineSplit? split = path.Steps.Count > 1 && path.Steps[0] is FlattenSplitStep first && !path.Steps.Skip(1).Any(ReadsLine) ? Read(first) : null;
            if (split is null || (common is not null && common != split))
            {
                return null;
            }

            common = split;
        }

        return common;
    }

    private static bool ReadsLine(Step step) =>
        NeededColumns.Expressions(step).SelectMany(e => e.SelfAndDescendants()).Any(e => e is ColumnExpression or RowExpression or HasValueExpression or ListExpression);

    private static LineSplit? Read(FlattenSplitStep step)
    {
        if (step.Source is not ColumnExpression { IsNullable: false, Type.IsText: true } || Character(step.Separator) is not (< (char)128 and not ('\n' or '\r') and var separator))
        {
            return null;
        }

        return step.Options switch
        {
            null => new LineSplit(separator, SkipsEmpty: false),
            ConstantExpression or StaticMemberExpression when Options(step.Options) is { } skipsEmpty => new LineSplit(separator, skipsEmpty),
            _ => null,
        };
    }

    // A character literal that stands for itself, or the one escape that is usual here.
    private static char? Character(Expression separator)
    {
        string literal = separator is ConstantExpression constant ? constant.Value : string.Empty;
        return literal == "'\\t'" ? '\t' : literal.Length == 3 && literal[0] == '\'' ? literal[1] : null;
    }

    private static bool? Options(Expression options)
    {
        string text = options is ConstantExpression constant ? constant.Value : ((StaticMemberExpression)options).Name;
        return text switch
        {
            "(global::System.StringSplitOptions)(0)" or "global::System.StringSplitOptions.None" => false,
            "(global::System.StringSplitOptions)(1)" or "global::System.StringSplitOptions.RemoveEmptyEntries" => true,
            _ => null,
        };
    }

    private static ScanPath WithoutSplit(ScanPath path)
    {
        FlattenSplitStep split = (FlattenSplitStep)path.Steps[0];
        return path with { Steps = new Step[] { new PartStep(split.Source, split.Local, split.Text, split.Place) }.Concat(path.Steps.Skip(1)).ToEquatable() };
    }
}
