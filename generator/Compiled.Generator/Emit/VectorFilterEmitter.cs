using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>A simple predicate as a struct with a scalar form and one for each vector width.</summary>
public sealed class VectorFilterEmitter(SourceWriter writer, ExpressionEmitter expressions)
{

    /// <summary>C# that makes the predicate of a path's filters, where the columns are c.</summary>
    public string Construct(PhysicalQuery query, ScanPath path)
    {
        VectorFilter filter = VectorFilter.Of(query, path);
        return $"new {filter.Name}({string.Join(", ", filter.Inputs.Select(i => VectorCode.Argument(i, expressions)))})";
    }

    public void Emit(VectorFilter filter)
    {
        int laneBytes = VectorPredicate.LaneBytes(filter.Predicates[0]);
        writer.Line($"// {OneLine.Of(filter.Text)}: the same test a row at a time and by vectors.");
        writer.Open($"private readonly struct {filter.Name}({string.Join(", ", filter.Inputs.Select(VectorCode.Parameter))}) : IRowPredicate");
        writer.Line($"public static int Rows512 => {64 / laneBytes};");
        writer.Line();
        writer.Line($"public bool Test(int row) => {string.Join(" && ", filter.Predicates.Select(VectorCode.Scalar))};");
        foreach (int width in new[] { 512, 256, 128 })
        {
            writer.Line();
            string mask = filter.Predicates.Select(p => Condition(p, width)).Aggregate((left, right) => $"({left} & {right})");

            // A negation sets bits beyond the lanes, which are those of the next rows.
            int lanes = width / 8 / laneBytes;
            writer.Line($"public uint Mask{width}(int row) => (uint){(mask.Contains('~') ? $"({mask} & 0x{(1u << lanes) - 1:X}u)" : mask)};");
        }

        writer.Close();
        writer.Line();
    }

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
