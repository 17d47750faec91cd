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
        foreach (PhysicalInput input in plan.Inputs)
        {
            List<ScanPath> paths = plan.Queries.SelectMany(q => q.Paths).Where(p => p.InputId == input.Id).ToList();
            if (Common(input, paths) is { } split)
            {
                plan = WithSplit(plan, input, split, plan.Queries.All(q => q.Paths.All(p => p.InputId != input.Id || OnlyGroups(q, p))) ? TextForm.Key : TextForm.Slice);
            }
        }

        return plan;
    }

    private static PhysicalPlan WithSplit(PhysicalPlan plan, PhysicalInput input, LineSplit split, TextForm form)
    {
        PhysicalColumn lines = input.Columns[0];
        PhysicalColumn parts = lines with { Identifier = lines.Identifier + PhysicalColumn.Suffix(form), Form = form };
        return plan with
        {
            Inputs = plan.Inputs.Select(i => i.Id == input.Id ? i with { Split = split, Columns = new[] { parts }.ToEquatable() } : i).ToEquatable(),
            Queries = plan.Queries.Select(q => q with { Paths = q.Paths.Select(p => p.InputId == input.Id ? WithoutSplit(p, form) : p).ToEquatable() }).ToEquatable(),
        };
    }

    /// <summary>Whether the parts are grouped by and nothing else is done with them.</summary>
    private static bool OnlyGroups(PhysicalQuery query, ScanPath path) =>
        path.Steps.Count == 2 && path.Steps[0] is FlattenSplitStep split && query.Group is { IsComposite: false }
        && path.Steps[1] is GroupStep { Keys.Count: 1 } group && group.Keys[0] == split.Local
        && !group.Values.Concat(group.Time is null ? [] : new[] { group.Time }).SelectMany(e => e.SelfAndDescendants()).Contains(split.Local);

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

    private static ScanPath WithoutSplit(ScanPath path, TextForm form)
    {
        FlattenSplitStep split = (FlattenSplitStep)path.Steps[0];
        IEnumerable<Step> rest = path.Steps.Skip(1);
        Step[] steps = form == TextForm.Key
            ? [.. rest.Cast<GroupStep>().Select(g => g with { Keys = new Expression[] { (ColumnExpression)split.Source with { Form = form } }.ToEquatable() })]
            : [new PartStep(split.Source, split.Local, split.Text, split.Place), .. rest];
        return path with { Steps = steps.ToEquatable() };
    }
}
