using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Emit;

/// <summary>What each aggregate keeps, how a row and a partial result are added, and what it gives.</summary>
public static class AggregateCode
{
    /// <summary>Fields of the aggregates struct.</summary>
    public static IEnumerable<string> Fields(LoweredAggregate aggregate, GroupPlan group)
    {
        string name = aggregate.Name;
        switch (aggregate.Call.Kind)
        {
            case AggregateKind.Count or AggregateKind.CountDistinct:
                yield return $"public long {name};";
                break;
            case AggregateKind.Sum:
                yield return $"public {SumType(aggregate, group)} {name};";
                break;
            case AggregateKind.Average:
                yield return $"public {SumType(aggregate, group)} {name}_Sum;";
                yield return $"public long {name}_Count;";
                break;
            case AggregateKind.Min or AggregateKind.Max when IsText(aggregate, group):
                yield return $"public TextCell {name};";
                break;
            default:
                yield return $"public {KeyTypes.Element(ValueType(aggregate, group))} {name};";
                yield return $"public bool {name}_Seen;";
                break;
        }
    }

    /// <summary>Adds staged row i to the group.</summary>
    public static IEnumerable<string> Update(LoweredAggregate aggregate, GroupPlan group, string field)
    {
        string name = aggregate.Name;
        if (aggregate.ValueIndex < 0)
        {
            yield return Add($"group.{name}", "1");
            yield break;
        }

        StagedValue staged = group.Values[aggregate.ValueIndex];
        string value = Staged(aggregate, group);
        if (aggregate.Call.Kind == AggregateKind.CountDistinct)
        {
            string isThere = !staged.Type.IsNullable ? string.Empty : staged.Type.IsText ? $" && !{value}[i].IsNull" : $" && {value}[i].HasValue";
            yield return Add($"group.{name}", $"(isNew{name}[i - first]{isThere} ? 1 : 0)");
            yield break;
        }

        string guard = staged.Type.IsNullable ? $"if ({value}_HasValue[i]) " : string.Empty;
        switch (aggregate.Call.Kind)
        {
            case AggregateKind.Count:
                yield return Add($"group.{name}", $"({value}[i] ? 1 : 0)");
                break;
            case AggregateKind.Sum:
                yield return guard + Add($"group.{name}", $"{value}[i]");
                break;
            case AggregateKind.Average:
                yield return $"{guard}{{ {Add($"group.{name}_Sum", $"{value}[i]")} {Add($"group.{name}_Count", "1")} }}";
                break;
            case AggregateKind.Min or AggregateKind.Max when IsText(aggregate, group):
                string verb = aggregate.Call.Kind == AggregateKind.Min ? "TakeLesser" : "TakeGreater";
                yield return $"{guard}group.{name}.{verb}({value}[i], {field}.Table({(group.Operator.Window is null ? "long.MinValue" : "windows[i]")}).Arena);";
                break;
            default:
                yield return $"{guard}{{ if (!group.{name}_Seen || {IsBetter(aggregate, group, $"{value}[i]", $"group.{name}")}) {{ group.{name} = {value}[i]; group.{name}_Seen = true; }} }}";
                break;
        }
    }

    /// <summary>Adds staged row i to two aggregates whose fields lie side by side, if both are sums of doubles that are always there; else null.</summary>
    public static string? UpdatePair(LoweredAggregate first, LoweredAggregate second, GroupPlan group) =>
        IsSumOfDoubles(first, group) && IsSumOfDoubles(second, group) ? $"Generated.AddPair(ref group.{first.Name}, {Staged(first, group)}[i], {Staged(second, group)}[i]);" : null;

    /// <summary>Whether <see cref="Update"/> is a few instructions on the row's values alone.</summary>
    public static bool CallsNothing(LoweredAggregate aggregate, GroupPlan group) =>
        aggregate.ValueIndex < 0
        || (aggregate.Call.Kind != AggregateKind.CountDistinct && !group.Values[aggregate.ValueIndex].IsKey && !ValueType(aggregate, group).IsText && ValueType(aggregate, group).Kind != ColumnKind.Decimal);

    /// <summary>Adds a partial result.</summary>
    public static IEnumerable<string> Combine(LoweredAggregate aggregate, GroupPlan group)
    {
        string name = aggregate.Name;
        switch (aggregate.Call.Kind)
        {
            case AggregateKind.CountDistinct:
                break; // counted anew while the values seen are merged
            case AggregateKind.Count or AggregateKind.Sum:
                yield return Add($"into.{name}", $"from.{name}");
                break;
            case AggregateKind.Average:
                yield return Add($"into.{name}_Sum", $"from.{name}_Sum");
                yield return Add($"into.{name}_Count", $"from.{name}_Count");
                break;
            case AggregateKind.Min or AggregateKind.Max when IsText(aggregate, group):
                yield return $"into.{name}.{(aggregate.Call.Kind == AggregateKind.Min ? "TakeLesser" : "TakeGreater")}(in from.{name}, arena);";
                break;
            default:
                yield return $"if (from.{name}_Seen && (!into.{name}_Seen || {IsBetter(aggregate, group, $"from.{name}", $"into.{name}")})) {{ into.{name} = from.{name}; into.{name}_Seen = true; }}";
                break;
        }
    }

    /// <summary>The aggregate's value in the user's type, from the struct <c>aggregates</c>.</summary>
    public static string Result(LoweredAggregate aggregate, GroupPlan group)
    {
        string name = $"aggregates.{aggregate.Name}";
        TypeRef type = aggregate.Call.Type;
        switch (aggregate.Call.Kind)
        {
            case AggregateKind.Count or AggregateKind.Sum or AggregateKind.CountDistinct:
                return name;
            case AggregateKind.Average:
                string mean = type.Kind == ColumnKind.Decimal ? $"{name}_Sum / {name}_Count" : $"(double){name}_Sum / {name}_Count";
                return type.IsNullable ? $"{name}_Count == 0 ? default({type.Name}) : {mean}" : mean;
            case AggregateKind.Min or AggregateKind.Max when IsText(aggregate, group):
                string text = type.Kind == ColumnKind.String ? $"{name}.Value.ToString()" : $"new Utf8String({name}.Value)";
                return type.IsNullable ? $"{name}.IsNull ? default({type.Name}) : {text}" : text;
            default:
                string value = ExpressionEmitter.UserForm(type.Kind ?? ColumnKind.Int64, name);
                return type.IsNullable ? $"{name}_Seen ? {value} : default({type.Name})" : value;
        }
    }

    /// <summary>Whether any aggregate keeps text, which lives outside the struct.</summary>
    public static bool HasText(GroupPlan group) => group.Aggregates.Any(a => a.Call.Kind is AggregateKind.Min or AggregateKind.Max && IsText(a, group));

    public static bool IsText(LoweredAggregate aggregate, GroupPlan group) => aggregate.ValueIndex >= 0 && !group.Values[aggregate.ValueIndex].IsKey && group.Values[aggregate.ValueIndex].Type.IsText;

    // Not +=, for which the JIT computes the field's address in a register of its own.
    private static string Add(string field, string value) => $"{field} = {field} + {value};";

    private static bool IsSumOfDoubles(LoweredAggregate aggregate, GroupPlan group) =>
        aggregate is { Call.Kind: AggregateKind.Sum, ValueIndex: >= 0 } && ValueType(aggregate, group) is { Kind: ColumnKind.Double, IsNullable: false };

    private static string Staged(LoweredAggregate aggregate, GroupPlan group) => GroupEmitter.Camel(group.Values[aggregate.ValueIndex].Name);

    private static TypeRef ValueType(LoweredAggregate aggregate, GroupPlan group) => group.Values[aggregate.ValueIndex].Type;

    private static string SumType(LoweredAggregate aggregate, GroupPlan group) => ValueType(aggregate, group).Kind switch
    {
        ColumnKind.Single or ColumnKind.Double => "double",
        ColumnKind.Decimal => "decimal",
        _ => "long",
    };

    // As LINQ orders floating-point numbers: NaN is less than everything.
    private static string IsBetter(LoweredAggregate aggregate, GroupPlan group, string candidate, string current)
    {
        bool isMin = aggregate.Call.Kind == AggregateKind.Min;
        string plain = isMin ? $"{candidate} < {current}" : $"{candidate} > {current}";
        string? floating = ValueType(aggregate, group).Kind switch
        {
            ColumnKind.Double => "double",
            ColumnKind.Single => "float",
            _ => null,
        };
        return floating is null ? plain : $"{plain} || {floating}.IsNaN({(isMin ? candidate : current)})";
    }
}
