using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Loads lines that are objects already into the column of parts that a splitting decoder fills.</summary>
public sealed class PartLoaderEmitter(EmitContext context)
{
    private SourceWriter Writer => context.Writer;

    public void Emit(PhysicalInput input, Action runQueries)
    {
        LineSplit split = input.Split!;
        string options = split.SkipsEmpty ? "StringSplitOptions.RemoveEmptyEntries" : "StringSplitOptions.None";
        Writer.Line($"// Lines of {input.Name} that come as objects.");
        Writer.Open($"private void Load{input.TypePrefix}(ReadOnlySpan<{input.Row.Type}> values)");
        Writer.Line($"var c = {EmitContext.Field(input)};");
        Writer.Line("int rows = 0;");
        Writer.Open("for (int line = 0; line < values.Length; line++)");
        Writer.Line($"{EmitContext.Field(input)}RowsIn++;");
        Writer.Line($"var split = new SliceSplit(Generated.Stage(values[line], _rowText), {CSharpText.Literal(split.Separator)}, {options});");
        Writer.Open("for (int count; (count = split.Next(_parts)) > 0;)");
        Writer.Open("for (int part = 0; part < count; part++)");
        Writer.Line($"c.{input.Columns[0].Identifier}[rows++] = {(input.Columns[0].Form == TextForm.Key ? "new TextKey(_parts[part])" : "_parts[part]")};");
        Writer.Open("if (rows == _batchRows)");
        EmitRun(runQueries);
        Writer.Close();
        Writer.Close();
        Writer.Close();
        Writer.Line();

        // Copied lines are forgotten now and then, where none of their parts is waiting.
        Writer.Open("if (line % _batchRows == _batchRows - 1)");
        EmitRun(runQueries);
        Writer.Line("_rowText.Clear();");
        Writer.Close();
        Writer.Close();
        Writer.Line();
        EmitRun(runQueries);
        Writer.Line("_rowText.Clear();");
        Writer.Close();
        Writer.Line();
    }

    private void EmitRun(Action runQueries)
    {
        Writer.Line("c.Count = rows;");
        runQueries();
        Writer.Line("rows = 0;");
    }
}
