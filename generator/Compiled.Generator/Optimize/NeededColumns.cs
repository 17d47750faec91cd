using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

/// <summary>Projection push-down: which columns of each input some query reads. Everything else is skipped by the decoder.</summary>
public static class NeededColumns
{
    public static EquatableArray<PhysicalInput> Of(PipelinePlan plan, IReadOnlyList<PhysicalQuery> queries, IReadOnlyList<string> typePrefixes)
    {
        List<HashSet<string>> needed = plan.Inputs.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToList();
        foreach (ScanPath path in queries.SelectMany(q => q.Paths))
        {
            foreach (Expression expression in path.Maps.Select(m => m.Value).Concat(path.Steps.SelectMany(Expressions)).SelectMany(e => e.SelfAndDescendants()))
            {
                Note(expression, needed[path.InputId]);
            }
        }

        return plan.Inputs.Select(input => Physical(input, typePrefixes[input.Id], needed[input.Id])).ToEquatable();
    }

    public static IEnumerable<Expression> Expressions(Step step) => step switch
    {
        FilterStep s => [s.Predicate],
        LetStep s => [s.Value],
        WatermarkStep s => [s.Time],
        FlattenListStep s => [s.List],
        FlattenSplitStep s => [s.Source],
        PartStep s => [s.Source],
        FlattenEnumerableStep s => [s.Collection],
        OutputStep s => [s.Row],
        CollectStep s => [s.Row],
        GroupStep s => s.Keys.Concat(s.Values).Concat(s.Time is null ? [] : new[] { s.Time }),
        FoldStep s => [s.Next],
        _ => [],
    };

    /// <summary>A member's path, with what is needed of its text.</summary>
    public static string PathOf(string member, TextForm form) => form == TextForm.Slice ? member : $"{member}#{form}";

    private static void Note(Expression expression, HashSet<string> paths)
    {
        switch (expression)
        {
            case ColumnExpression column:
                paths.Add(column.Path);
                break;
            case HasValueExpression has:
                paths.Add(has.Path);
                break;
            case ListExpression list:
                paths.Add(list.Path);
                break;
            case RowExpression row:
                paths.Add(row.Place.Path.Length == 0 ? "*" : row.Place.Path + ".*");
                break;
        }
    }

    private static PhysicalInput Physical(InputPlan input, string typePrefix, HashSet<string> paths) =>
        new(input.Id, input.Name, typePrefix, input.Format, input.Row, Columns(input.Row, string.Empty, string.Empty, paths, paths.Contains("*")));

    private static EquatableArray<PhysicalColumn> Columns(RowSchema row, string path, string identifier, HashSet<string> paths, bool all)
    {
        List<PhysicalColumn> columns = [];
        foreach (ColumnSchema column in row.Columns)
        {
            string at = path.Length == 0 ? column.Member : path + "." + column.Member;
            columns.AddRange(Forms(column, identifier, at, paths));
            bool whole = all || paths.Contains(at + ".*");
            if (!whole && !paths.Contains(at) && !paths.Any(p => p.StartsWith(at + ".", StringComparison.Ordinal)))
            {
                continue;
            }

            EquatableArray<PhysicalColumn> children = column.Kind switch
            {
                ColumnKind.Record => Columns(column.Nested!, at, identifier + column.Identifier + "_", paths, whole),
                ColumnKind.List => Columns(column.Nested!, at, string.Empty, paths, whole),
                _ => default,
            };
            columns.Add(new PhysicalColumn(column, identifier + column.Identifier, children));
        }

        return columns.ToEquatable();
    }

    private static IEnumerable<PhysicalColumn> Forms(ColumnSchema column, string identifier, string path, HashSet<string> paths) =>
        new[] { TextForm.Word, TextForm.Key }
            .Where(form => paths.Contains(PathOf(path, form)))
            .Select(form => new PhysicalColumn(column, identifier + column.Identifier + PhysicalColumn.Suffix(form), default) { Form = form });
}
