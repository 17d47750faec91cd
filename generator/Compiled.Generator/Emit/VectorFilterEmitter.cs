using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>A simple predicate as a struct with a scalar form and one for each vector width.</summary>
public sealed class VectorFilterEmitter(EmitContext context)
{
    private SourceWriter Writer => context.Writer;

    /// <summary>Name of the struct of one path's filter.</summary>
    public static string Name(PhysicalQuery query, ScanPath path) => $"{query.Name}Filter{path.Number}";

    /// <summary>C# that makes the predicate.</summary>
    public string Construct(PhysicalQuery query, ScanPath path)
    {
        IEnumerable<string> arguments = Inputs(VectorSteps.Filters(path)).Select(i => VectorCode.Argument(i, context.Expressions));
        return $"new {Name(query, path)}({string.Join(", ", arguments)})";
    }

    public void Emit(PhysicalQuery query, ScanPath path)
    {
        IReadOnlyList<FilterStep> filters = VectorSteps.Filters(path);
        IEnumerable<string> fields = Inputs(filters).Select(VectorCode.Parameter);
        Writer.Line($"// {string.Join(" and ", filters.Select(f => f.Text))}: the same test a row at a time and by vectors.");
        Writer.Open($"private readonly struct {Name(query, path)}({string.Join(", ", fields)}) : IRowPredicate");
        Writer.Line($"public static int Rows512 => {64 / VectorPredicate.LaneBytes(filters[0].Predicate)};");
        Writer.Line();
        Writer.Line($"public bool Test(int row) => {string.Join(" && ", filters.Select(f => VectorCode.Scalar(f.Predicate)))};");
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

    private static IReadOnlyList<Expression> Inputs(IEnumerable<FilterStep> filters) => VectorCode.Inputs(filters.Select(f => f.Predicate));

    // Bits of lanes; logic is on bits, since both sides of && and || are free of effects.
    private static string Condition(Expression expression, int width) => expression switch
    {
        UnaryExpression e => $"~{Condition(e.Operand, width)}",
        BinaryExpression { Operator: "&&" or "&" } e when e.Left.Type.Kind == ColumnKind.Boolean => $"({Condition(e.Left, width)} & {Condition(e.Right, width)})",
        BinaryExpression { Operator: "||" or "|" } e when e.Left.Type.Kind == ColumnKind.Boolean => $"({Condition(e.Left, width)} | {Condition(e.Right, width)})",
        BinaryExpression { Operator: "!=" } e => $"~Vector{width}.Equals({VectorCode.Value(e.Left, width)}, {VectorCode.Value(e.Right, width)}).ExtractMostSignificantBits()",
        BinaryExpression e => $"Vector{width}.{VectorCode.Comparison(e.Operator)}({VectorCode.Value(e.Left, width)}, {VectorCode.Value(e.Right, width)}).ExtractMostSignificantBits()",
        _ => throw new InvalidOperationException($"{expression.GetType().Name} is no simple condition."),
    };
}
