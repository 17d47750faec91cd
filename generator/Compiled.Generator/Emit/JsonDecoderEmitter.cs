using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// Writes the decoder of a JSON input: rows whose layout is known are taken by counting quotes (Take…), any other row is read member by member (Read…).
/// All work on bytes is done by the runtime's JsonRows, JsonFields and JsonCursor; what is written here is which members there are and where they go.
/// </summary>
public static class JsonDecoderEmitter
{
    public static void Emit(SourceWriter writer, PhysicalInput input)
    {
        var tree = new JsonDecoderTree(input);
        writer.Line($"/// <summary>Decodes {input.Name}: JSON, one object a line. Members that no query reads are skipped.</summary>");
        writer.Open($"private sealed class {input.TypePrefix}Decoder");
        EmitFields(writer, input, tree);
        writer.Line();
        EmitConstructor(writer, input);
        writer.Line();
        writer.Line("public int BeginSegment(in Frame frame) => _rows.BeginSegment(in frame);");
        writer.Line();
        EmitDecode(writer, tree);
        writer.Line();
        EmitRead(writer, tree);
        if (!tree.IsScalar)
        {
            writer.Line();
            JsonTakeEmitter.Emit(writer, tree);
        }

        writer.Line();
        JsonReadEmitter.Emit(writer, tree);
        writer.Close();
    }

    private static void EmitFields(SourceWriter writer, PhysicalInput input, JsonDecoderTree tree)
    {
        foreach ((string name, string pattern) in tree.Patterns)
        {
            writer.Line($"private static readonly DatePattern {name} = DatePattern.Parse({JsonDecoderTree.Literal(pattern)});");
        }

        // Innermost first, since an initialiser uses those of nested objects.
        foreach (JsonObject node in tree.Objects.Reverse())
        {
            writer.Line($"private static readonly JsonMembers {node.MembersName} = new({string.Join(", ", node.Members.Select(m => m.Description))});");
        }

        writer.Line($"private readonly {input.TypePrefix}Columns _columns;");
        writer.Line("private readonly int _batchRows;");
        writer.Line("private readonly JsonRows _rows;");
    }

    private static void EmitConstructor(SourceWriter writer, PhysicalInput input)
    {
        writer.Open($"public {input.TypePrefix}Decoder({input.TypePrefix}Columns columns, int batchRows, MalformedRows malformed)");
        writer.Line("_columns = columns;");
        writer.Line("_batchRows = batchRows;");
        writer.Line("_rows = new JsonRows(RowMembers, malformed);");
        writer.Close();
    }

    private static void EmitDecode(SourceWriter writer, JsonDecoderTree tree)
    {
        writer.Open("public int Decode(in Frame frame, ref int position)");
        foreach (JsonList list in tree.Lists)
        {
            writer.Line($"{list.Place.Columns}.Count = 0;");
        }

        writer.Line("_rows.Begin(in frame, position);");
        writer.Line("int row = 0;");
        writer.Line("JsonFields fields = default;");
        writer.Open("while (row < _batchRows && _rows.Next(ref fields, _batchRows - row))");
        foreach (JsonList list in tree.Lists)
        {
            writer.Line($"int {list.Before} = {list.Place.Columns}.Count;");
        }

        if (!tree.IsScalar)
        {
            writer.Open("if (fields.IsKnown && Take(in fields, row))");
            writer.Line("row++;");
            writer.Line("continue;");
            writer.Close();
            Rewind(writer, tree);
            writer.Line();
        }

        writer.Open("if (Read(in fields, row))");
        writer.Line("row++;");
        if (tree.Lists.Count > 0)
        {
            writer.Close();
            writer.Open("else");
            Rewind(writer, tree);
        }

        writer.Close();
        writer.Close();
        writer.Line();
        writer.Line("position = _rows.Position;");
        writer.Line("_columns.Count = row;");
        writer.Line("return row;");
        writer.Close();
    }

    private static void Rewind(SourceWriter writer, JsonDecoderTree tree)
    {
        foreach (JsonList list in tree.Lists)
        {
            writer.Line($"{list.Place.Columns}.Count = {list.Before};");
        }
    }

    private static void EmitRead(SourceWriter writer, JsonDecoderTree tree)
    {
        writer.Open("private bool Read(in JsonFields fields, int row)");
        writer.Line("JsonCursor json = _rows.Read(in fields);");
        writer.Line("ReadRow(ref json, row);");
        writer.Open("if (json.End())");
        if (!tree.IsScalar)
        {
            writer.Line("_rows.Learn();");
        }

        writer.Line("return true;");
        writer.Close();
        writer.Line();
        writer.Open("if (!_rows.IsBlank)");
        writer.Line("_rows.Report(in json);");
        writer.Close();
        writer.Line();
        writer.Line("return false;");
        writer.Close();
    }
}
