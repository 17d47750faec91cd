using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The decoder class of a text input: lines, their parts where all queries split them alike, or only their number if no query looks into them.</summary>
public static class TextDecoderEmitter
{
    public static void Emit(SourceWriter writer, PhysicalInput input)
    {
        string type = input.TypePrefix + "Decoder";
        string columnsType = input.TypePrefix + "Columns";
        writer.Line($"/// <summary>Lines of text to the columns of {input.Name}.</summary>");
        writer.Open($"private sealed class {type}");
        writer.Line($"private readonly {columnsType} _columns;");
        writer.Line($"private readonly {Cursor(input)} _lines;");
        writer.Line();
        writer.Open($"public {type}({columnsType} columns, int batchRows, MalformedRows malformed)");
        writer.Line("_columns = columns;");
        writer.Line(input.Split is { } split
            ? $"_lines = new SplitCursor({CSharpText.Literal(split.Separator)}, skipEmpty: {(split.SkipsEmpty ? "true" : "false")}, batchRows, malformed);"
            : "_lines = new TextCursor(batchRows, malformed);");
        writer.Close();
        writer.Line();
        if (input.Split is not null)
        {
            writer.Line("public int Lines => _lines.Lines;");
            writer.Line();
        }

        writer.Line("public int BeginSegment(in Frame frame) => _lines.BeginSegment(in frame);");
        writer.Line();
        writer.Open("public int Decode(in Frame frame, ref int position)");
        writer.Line(input.Columns.Count == 0
            ? "_columns.Count = _lines.Skip(in frame, ref position);"
            : $"_columns.Count = _lines.Read{Form(input.Columns[0])}(in frame, ref position, _columns.{input.Columns[0].Identifier}{Present(input.Columns[0])});");
        writer.Line("return _columns.Count;");
        writer.Close();
        writer.Close();
    }

    private static string Cursor(PhysicalInput input) => input.Split is null ? "TextCursor" : "SplitCursor";

    private static string Form(PhysicalColumn column) => column.Form == TextForm.Slice ? string.Empty : $"<{column.ElementType}, {DecoderParts.TextForm(column)}>";

    private static string Present(PhysicalColumn column) => column.Schema.IsNullable ? $", _columns.{column.HasValue}" : "";
}
