using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Optimize;

/// <summary>Lowers an aggregation: which key parts and values each path stages, and which aggregates are kept over them.</summary>
public sealed class GroupLowering
{
    private readonly AggregateOperator _aggregate;
    private readonly List<KeyPart> _keys = [];
    private readonly List<StagedValue> _values = [];
    private readonly List<int> _valueOfAggregate = [];
    private bool _isComposite;
    private bool _isFirstPath = true;

    public GroupLowering(AggregateOperator aggregate) => _aggregate = aggregate;

    public GroupPlan Plan
    {
        get
        {
            List<LoweredAggregate> aggregates = [];
            for (int i = 0; i < _aggregate.Aggregates.Count; i++)
            {
                AggregateCall call = _aggregate.Aggregates[i];
                aggregates.Add(new LoweredAggregate($"{call.Kind}{i}", call, _valueOfAggregate[i]));
            }

            return new GroupPlan(_aggregate, _keys.ToEquatable(), _isComposite, _values.ToEquatable(), aggregates.ToEquatable());
        }
    }

    /// <summary>The staging step of one path whose current row is <paramref name="row"/>.</summary>
    public GroupStep Stage(Expression row)
    {
        List<Expression> keys = Keys(row);
        List<Expression> values = Values(row);
        Expression? time = _aggregate.Window is null ? null : RowBinder.Bind(_aggregate.Window.Time, row);
        _isFirstPath = false;
        string text = _aggregate.Key is null ? $"GroupBy({_aggregate.Window!.Text})"
            : _aggregate.Window is null ? $"GroupBy({_aggregate.Key.Text})"
            : $"GroupBy({_aggregate.Key.Text}, {_aggregate.Window.Text})";
        return new GroupStep(keys.ToEquatable(), time, values.ToEquatable(), text, _aggregate.Key?.Place);
    }

    private List<Expression> Keys(Expression row)
    {
        if (_aggregate.Key is null)
        {
            return [];
        }

        Expression key = RowBinder.Bind(_aggregate.Key, row);
        List<(string Name, Expression Value)> parts = key switch
        {
            NewExpression { Members.Count: > 0 } made => made.Members.Select((name, i) => (name, made.Arguments[i])).ToList(),
            RowExpression whole => whole.Schema.Columns.Select(c => (c.Member, ColumnOf(whole, c))).ToList(),
            _ => [("Value", key)],
        };
        if (_isFirstPath)
        {
            _isComposite = key is NewExpression or RowExpression;
            _keys.AddRange(parts.Select(p => new KeyPart(p.Name, p.Value.Type)));
        }

        return parts.Select(p => p.Value).ToList();
    }

    private static Expression ColumnOf(RowExpression row, ColumnSchema column)
    {
        TypeRef type = new(column.Type, column.Kind, true, column.IsNullable, false);
        LambdaParameter parameter = new("row", row.Type);
        Lambda read = new(
            new[] { parameter }.ToEquatable(),
            new MemberExpression(type, new ParameterExpression(row.Type, "row", 0), column.Member),
            string.Empty,
            null);
        return RowBinder.Bind(read, row);
    }

    private List<Expression> Values(Expression row)
    {
        List<(Expression Value, bool IsKey)> values = [];
        foreach (AggregateCall call in _aggregate.Aggregates)
        {
            if (call.Argument is null)
            {
                RememberValue(-1);
                continue;
            }

            Expression value = RowBinder.Bind(call.Argument, row);
            bool isKey = call.Kind == AggregateKind.CountDistinct;
            int index = values.IndexOf((value, isKey));
            if (index < 0)
            {
                index = values.Count;
                values.Add((value, isKey));
                if (_isFirstPath)
                {
                    _values.Add(new StagedValue($"Value{index}", value.Type, isKey));
                }
            }

            RememberValue(index);
        }

        return values.Select(v => v.Value).ToList();
    }

    private void RememberValue(int index)
    {
        if (_isFirstPath)
        {
            _valueOfAggregate.Add(index);
        }
    }
}
