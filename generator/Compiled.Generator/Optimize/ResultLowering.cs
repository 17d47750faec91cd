using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Optimize;

/// <summary>Lowers what stands after an aggregation: loops over groups and over collected rows.</summary>
public static class ResultLowering
{
    public static EquatableArray<ResultStage> Lower(GroupPlan group, IReadOnlyList<Operator> results)
    {
        List<ResultStage> stages = [];
        AggregateOperator aggregate = group.Operator;
        GroupBinder binder = new(group);
        NameTable names = new();
        StepBuilder steps = new(new DefaultExpression(Of(aggregate.Result)), names);
        if (aggregate.Having is { } having)
        {
            steps.Filter(having, binder.Rewrite(having.Body));
        }

        steps.Project(aggregate.Selector, binder.Rewrite(aggregate.Selector.Body), $"Select({aggregate.Selector.Text})");
        for (int i = 0; i < results.Count; i++)
        {
            switch (results[i])
            {
                case FilterOperator filter:
                    steps.Filter(filter.Predicate, RowBinder.Bind(filter.Predicate, steps.Row));
                    break;
                case ProjectOperator project:
                    steps.Project(project.Selector, RowBinder.Bind(project.Selector, steps.Row), $"Select({project.Selector.Text})");
                    break;
                case FlattenOperator flatten:
                    steps.Flatten(flatten);
                    break;
                case ScanOperator scan:
                    steps.Fold(scan, isState: false);
                    break;
                case SortOperator or TakeOperator:
                    List<Operator> operations = results.Skip(i).TakeWhile(o => o is SortOperator or TakeOperator).ToList();
                    i += operations.Count - 1;
                    Expression collected = Nameable(steps.Row);
                    bool hasOwnType = collected is LocalExpression || !ReferenceEquals(collected, steps.Row);
                    string type = hasOwnType ? collected.Type.Name : operations[0].Result.Type;
                    steps.Add(new CollectStep(collected, type, string.Empty, null));
                    stages.Add(new ResultStage(steps.Steps, operations.ToEquatable()));
                    TypeRef row = Of(operations[0].Result) with { Name = type };
                    steps = new StepBuilder(new LocalExpression(row, "row"), names = new NameTable());
                    break;
                default:
                    throw new InvalidOperationException($"{results[i].GetType().Name} cannot stand after an aggregation; the checks should have refused the query.");
            }
        }

        steps.Add(new OutputStep(steps.Row, string.Empty, null));
        stages.Add(new ResultStage(steps.Steps, default));
        return stages.ToEquatable();
    }

    /// <summary>A list has to name the type of its rows, which an anonymous type does not allow: such rows are kept as tuples with the same names.</summary>
    private static Expression Nameable(Expression row)
    {
        if (row is not NewExpression { Kind: NewKind.Anonymous } made)
        {
            return row;
        }

        List<Expression> values = made.Arguments.Select(Nameable).ToList();
        List<string> names = made.Members.ToList();
        if (values.Count == 1)
        {
            // C# writes no tuple of one.
            values.Add(new ConstantExpression(new TypeRef("bool", ColumnKind.Boolean, true, false, true), "false"));
            names.Add("Unused");
        }

        string type = $"({string.Join(", ", values.Select((v, i) => $"{v.Type.Name} {names[i]}"))})";
        return new NewExpression(new TypeRef(type, null, true, false, false), NewKind.Tuple, values.ToEquatable(), names.ToEquatable(), default);
    }

    private static TypeRef Of(RowSchema row) => new(row.Type, row.Construction == RowConstruction.Scalar ? row.Columns[0].Kind : null, row.IsValueType, false, false);

    /// <summary>Replaces g.Key by the parts of the key.</summary>
    private sealed class GroupBinder(GroupPlan group) : ExpressionRewriter
    {
        public override Expression Rewrite(Expression expression) => expression switch
        {
            MemberExpression { Target: GroupKeyExpression } member when Part(member.Member) is { } part => new KeyPartExpression(member.Type, part.Name),
            GroupKeyExpression key => WholeKey(key),
            _ => base.Rewrite(expression),
        };

        private KeyPart? Part(string member)
        {
            if (!group.IsComposite)
            {
                return null;
            }

            for (int i = 0; i < group.Keys.Count; i++)
            {
                if (group.Keys[i].Name == member || member == $"Item{i + 1}")
                {
                    return group.Keys[i];
                }
            }

            return null;
        }

        private Expression WholeKey(GroupKeyExpression key)
        {
            if (!group.IsComposite)
            {
                return new KeyPartExpression(key.Type, "Value");
            }

            NewKind kind = group.Operator.Key!.Body is NewExpression made ? made.Kind : NewKind.Constructor;
            return new NewExpression(
                key.Type,
                kind,
                group.Keys.Select(k => (Expression)new KeyPartExpression(k.Type, k.Name)).ToEquatable(),
                group.Keys.Select(k => k.Name).ToEquatable(),
                default);
        }
    }
}
