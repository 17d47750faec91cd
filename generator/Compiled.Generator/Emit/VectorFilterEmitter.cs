using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>A simple predicate as a struct with a scalar form and one for each vector width.</summary>
public sealed class VectorFilterEmitter(EmitContext context)
{
    private SourceWriter Writer => context.Writer;

    /// <summary>Name of the struct of one path's filter.</summary>
    public static string Name(PhysicalQuery query, ScanPath path) => $"{query.Name}Filter{path.Number}";

    /// <summary>Leading filters of a path that are vector code: a prefix of its steps, and no watermark between them.</summary>
    public static IReadOnlyList<FilterStep> Leading(ScanPath path)
    {
        List<FilterStep> filters = [];
        int lane = 0;
        foreach (Step step in path.Steps)
        {
            if (step is WatermarkStep { Time: ColumnExpression } && filters.Count == 0)
            {
                continue;
            }

            if (step is not FilterStep filter || VectorPredicate.LaneBytes(filter.Predicate) is not (> 0 and var bytes) || (lane != 0 && lane != bytes))
            {
                break;
            }

            lane = bytes;
            filters.Add(filter);
        }

        return filters;
    }

    /// <summary>C# that makes the predicate.</summary>
    public string Construct(PhysicalQuery query, ScanPath path)
    {
        List<string> arguments = Columns(Leading(path)).Select(c => $"c.{c.Identifier}").ToList();
        arguments.AddRange(Parameters(Leading(path)).Select(p => context.Expressions.Emit(p)));
        return $"new {Name(query, path)}({string.Join(", ", arguments)})";
    }

    public void Emit(PhysicalQuery query, ScanPath path)
    {
        IReadOnlyList<FilterStep> filters = Leading(path);
        IEnumerable<string> fields = Columns(filters).Select(c => $"Column<{PhysicalColumn.ElementTypeOf(c.Schema.Kind)}> {c.Identifier}")
            .Concat(Parameters(filters).Select(p => $"{p.Type.Name} {Field(p)}"));
        Writer.Line($"// {string.Join(" and ", filters.Select(f => f.Text))}: the same test a row at a time and by vectors.");
        Writer.Open($"private readonly struct {Name(query, path)}({string.Join(", ", fields)}) : IRowPredicate");
        Writer.Line($"public static int Rows512 => {64 / VectorPredicate.LaneBytes(filters[0].Predicate)};");
        Writer.Line();
        Writer.Line($"public bool Test(int row) => {string.Join(" && ", filters.Select(f => Scalar(f.Predicate)))};");
        foreach (int width in new[] { 512, 256, 128 })
        {
            Writer.Line();
            string mask = filters.Select(f => Condition(f.Predicate, width)).Aggregate((left, right) => $"({left} & {right})");

            // A negation sets bits beyond the lanes, which are those of the next rows.
            int lanes = width / 8 / VectorPredicate.LaneBytes(filters[0].Predicate);
            Writer.Line($"public uint Mask{width}(int row) => (uint){(mask.Contains('~') ? $"({mask} & 0x{(1u << lanes) - 1:X}u)" : mask)};");
        }

        Writer.Close();
        Writer.Line();
    }

    private static IReadOnlyList<ColumnExpression> Columns(IEnumerable<FilterStep> filters) => filters
        .SelectMany(f => f.Predicate.SelfAndDescendants())
        .OfType<ColumnExpression>()
        .GroupBy(c => c.Identifier)
        .Select(g => g.First())
        .ToList();

    private static IReadOnlyList<PipelineParameterExpression> Parameters(IEnumerable<FilterStep> filters) => filters
        .SelectMany(f => f.Predicate.SelfAndDescendants())
        .OfType<PipelineParameterExpression>()
        .Distinct()
        .ToList();

    private static string Field(PipelineParameterExpression parameter) => "parameter_" + parameter.Name;

    private static string Scalar(Expression expression) => expression switch
    {
        ColumnExpression e => $"{e.Identifier}[row]",
        PipelineParameterExpression e => Field(e),
        ConstantExpression e => e.Value,
        UnaryExpression e => $"({e.Operator}{Scalar(e.Operand)})",
        BinaryExpression { Type.Kind: ColumnKind.Boolean } e => $"({Scalar(e.Left)} {e.Operator} {Scalar(e.Right)})",
        BinaryExpression e => $"unchecked({Scalar(e.Left)} {e.Operator} {Scalar(e.Right)})",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no part of a simple predicate."),
    };

    // Bits of lanes; logic is on bits, since both sides of && and || are free of effects.
    private static string Condition(Expression expression, int width) => expression switch
    {
        UnaryExpression e => $"~{Condition(e.Operand, width)}",
        BinaryExpression { Operator: "&&" or "&" } e when e.Left.Type.Kind == ColumnKind.Boolean => $"({Condition(e.Left, width)} & {Condition(e.Right, width)})",
        BinaryExpression { Operator: "||" or "|" } e when e.Left.Type.Kind == ColumnKind.Boolean => $"({Condition(e.Left, width)} | {Condition(e.Right, width)})",
        BinaryExpression { Operator: "!=" } e => $"~Vector{width}.Equals({Value(e.Left, width)}, {Value(e.Right, width)}).ExtractMostSignificantBits()",
        BinaryExpression e => $"Vector{width}.{Comparison(e.Operator)}({Value(e.Left, width)}, {Value(e.Right, width)}).ExtractMostSignificantBits()",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no simple condition."),
    };

    private static string Comparison(string op) => op switch
    {
        "==" => "Equals",
        "<" => "LessThan",
        ">" => "GreaterThan",
        "<=" => "LessThanOrEqual",
        _ => "GreaterThanOrEqual",
    };

    private static string Value(Expression expression, int width) => expression switch
    {
        ColumnExpression e => $"{e.Identifier}.Load{width}(row)",
        BinaryExpression e => $"({Value(e.Left, width)} {e.Operator} {Value(e.Right, width)})",
        _ => $"Vector{width}.Create(({VectorPredicate.LaneType(expression)}){Scalar(expression)})",
    };
}
