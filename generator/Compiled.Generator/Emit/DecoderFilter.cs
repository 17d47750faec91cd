using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>What tests a pushed-down filter: a part of a decoder, and of what loads rows that come as objects.</summary>
public sealed class DecoderFilter(PushedFilter filter, ExpressionEmitter expressions)
{
    /// <summary>Whether the filter reads parameters of the pipeline: the decoder then needs the program.</summary>
    public bool NeedsProgram => ReadsParameters(filter);

    /// <summary>Whether the decoder of <paramref name="input"/> is given the program.</summary>
    public static bool NeedsProgramOf(PhysicalInput input) => input.Filter is { } filter && ReadsParameters(filter);

    /// <summary>The user's words.</summary>
    public string Text => filter.Text;

    public bool Reads(PhysicalColumn column) => filter.Reads(column);

    public bool IsReadBehind(PhysicalColumn column) => filter.IsReadBehind(column);

    /// <summary>The column and the C# arguments of a filter that only tests whether a text is a constant of up to eight bytes; null for any other.</summary>
    public (string Column, string Arguments)? ShortTextTest() =>
        filter.Predicates.Count == 1 && ExpressionEmitter.TextTest(filter.Predicates[0]) is var (column, text) && Literals.IsOneWord(text)
            ? (column.Identifier, Literals.TextTest(text))
            : null;

    /// <summary>Writes the filter as a struct of vector code.</summary>
    public void EmitVectors(SourceWriter writer, PhysicalInput input) => new VectorFilterEmitter(writer, expressions).Emit(ToVectors(input));

    /// <summary>C# that makes that struct over the rows of a block.</summary>
    /// <param name="first">C# of the number of the block's first row.</param>
    public string Construct(PhysicalInput input, string first)
    {
        VectorFilter vectors = ToVectors(input);
        IEnumerable<string> arguments = vectors.Inputs.Select(i => i is ColumnExpression column ? $"columns.{column.Identifier}.Slice({first})" : expressions.Emit(i));
        return $"new {vectors.Name}({string.Join(", ", arguments)})";
    }

    /// <summary>The parameter of a decoder's constructor that brings the program, or nothing.</summary>
    public static string Parameter(DecoderFilter? filter) => filter is { NeedsProgram: true } ? ", Program program" : "";

    public static void EmitConstruction(SourceWriter writer, DecoderFilter? filter)
    {
        if (filter is { NeedsProgram: true })
        {
            writer.Line("_program = program;");
        }
    }

    public void EmitFields(SourceWriter writer)
    {
        if (NeedsProgram)
        {
            writer.Line("private readonly Program _program;");
        }

        writer.Line("private long _refused;");
    }

    /// <summary>Writes how the worker learns of rows that it never sees.</summary>
    public static void EmitTakeRefused(SourceWriter writer)
    {
        writer.Line("/// <summary>How many rows were refused since this was asked last.</summary>");
        writer.Open("public long TakeRefused()");
        writer.Line("long refused = _refused;");
        writer.Line("_refused = 0;");
        writer.Line("return refused;");
        writer.Close();
    }

    /// <summary>Writes the test of a row whose members of the filter are decoded.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="columns">The field that holds the columns.</param>
    public void EmitPasses(SourceWriter writer, string method = "Passes", string columns = "_columns")
    {
        writer.Line($"// {OneLine.Of(filter.Text)}");
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"private bool {method}(int row)");
        EmitLocals(writer, columns);
        writer.Line($"return {Test};");
        writer.Close();
    }

    /// <summary>C# of the test, over the locals and <c>row</c>.</summary>
    public string Test => string.Join(" && ", filter.Predicates.Select(expressions.Emit));

    /// <summary>Writes the locals that <see cref="Test"/> reads.</summary>
    public void EmitLocals(SourceWriter writer, string columns)
    {
        writer.Line($"var c = {columns};");
        foreach ((string local, string column) in filter.Predicates.SelectMany(p => p.SelfAndDescendants()).SelectMany(ScanEmitter.ColumnsRead).Distinct())
        {
            writer.Line($"var {local} = {column};");
        }
    }

    private VectorFilter ToVectors(PhysicalInput input) => new(input.TypePrefix + "Filter", filter.Predicates, filter.Text);

    private static bool ReadsParameters(PushedFilter filter) => filter.Predicates.SelectMany(p => p.SelfAndDescendants()).Any(e => e is PipelineParameterExpression);
}
