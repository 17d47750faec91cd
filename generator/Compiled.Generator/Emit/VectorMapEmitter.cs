using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>A value of every row as a struct with a scalar form and one for each vector width, and the calls that run it over a batch.</summary>
public sealed class VectorMapEmitter(EmitContext context)
{
    private SourceWriter Writer => context.Writer;

    /// <summary>Fields of the worker that hold a query's computed columns.</summary>
    public static IEnumerable<(string Field, RowMap Map)> Fields(PhysicalQuery query) =>
        query.Paths.SelectMany(path => path.Maps.Select(map => (Field(query, path, map), map)));

    private static string Field(PhysicalQuery query, ScanPath path, RowMap map) => EmitContext.Field(query, $"_Computed{path.Number}_{map.Result.Number}");

    private static string Name(PhysicalQuery query, ScanPath path, RowMap map) => $"{query.Name}_Map{path.Number}_{map.Result.Number}";

    /// <summary>Locals of the computed columns, and what fills them.</summary>
    public void EmitRuns(PhysicalQuery query, ScanPath path)
    {
        foreach (RowMap map in path.Maps)
        {
            IEnumerable<string> arguments = VectorCode.Inputs([map.Value]).Select(i => VectorCode.Argument(i, context.Expressions));
            Writer.Line($"// {OneLine.Of(map.Text)}");
            Writer.Line($"var {map.Result.Local} = {Field(query, path, map)};");
            Writer.Line($"RowMap.Run(new {Name(query, path, map)}({string.Join(", ", arguments)}), rows, {map.Result.Local});");
        }
    }

    /// <summary>Locals of the computed columns that expressions read.</summary>
    public void EmitLocals(PhysicalQuery query, ScanPath path, IEnumerable<Expression> expressions)
    {
        foreach (ComputedExpression read in expressions.SelectMany(e => e.SelfAndDescendants()).OfType<ComputedExpression>().Distinct())
        {
            Writer.Line($"var {read.Local} = {Field(query, path, path.Maps.First(m => m.Result == read))};");
        }
    }

    /// <summary>The structs of a path.</summary>
    public void Emit(PhysicalQuery query, ScanPath path)
    {
        foreach (RowMap map in path.Maps)
        {
            string type = map.Value.Type.Name;
            Writer.Line($"// {OneLine.Of(map.Text)}: the same value a row at a time and by vectors.");
            Writer.Open($"private readonly struct {Name(query, path, map)}({string.Join(", ", VectorCode.Inputs([map.Value]).Select(VectorCode.Parameter))}) : IRowMap<{type}>");
            Writer.Line($"public {type} Value(int row) => {VectorCode.Scalar(map.Value)};");
            foreach (int width in new[] { 512, 256, 128 })
            {
                Writer.Line();
                Writer.Line($"public Vector{width}<{type}> Value{width}(int row) => {VectorCode.Value(map.Value, width)};");
            }

            Writer.Close();
            Writer.Line();
        }
    }
}
