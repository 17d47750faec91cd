using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// Writes the decoder of a JSON input: rows whose layout is known are taken by counting quotes (Take…), any other row is read member by member (Read…).
/// All work on bytes is done by the runtime's JsonRows, JsonFields and JsonCursor; what is written here is which members there are and where they go.
/// </summary>
public static class JsonDecoderEmitter
{
    public static void Emit(SourceWriter writer, PhysicalInput input, DecoderFilter? filter)
    {
        var tree = new JsonDecoderTree(input);
        writer.Line($"/// <summary>Decodes {input.Name}: JSON, one object a line. Members that no query reads are skipped.</summary>");
        writer.Open($"private sealed class {input.TypePrefix}Decoder");
        EmitFields(writer, input, tree);
        filter?.EmitFields(writer);
        writer.Line();
        EmitConstructor(writer, input, filter);
        writer.Line();
        writer.Line("public int BeginSegment(in Frame frame) => _rows.BeginSegment(in frame);");
        writer.Line();
        EmitDecode(writer, tree, filter);
        writer.Line();
        EmitRead(writer, tree, filter);
        if (filter != null)
        {
            writer.Line();
            EmitFilter(writer, tree, filter);
        }

        if (!tree.IsScalar)
        {
            writer.Line();
            JsonTakeEmitter.Emit(writer, tree, filter);
            if (JsonRunEmitter.Takes(tree))
            {
                writer.Line();
                JsonRunEmitter.Emit(writer, tree, filter);
            }
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

    private static void EmitConstructor(SourceWriter writer, PhysicalInput input, DecoderFilter? filter)
    {
        writer.Open($"public {input.TypePrefix}Decoder({input.TypePrefix}Columns columns, int batchRows, MalformedRows malformed{DecoderFilter.Parameter(filter)})");
        writer.Line("_columns = columns;");
        writer.Line("_batchRows = batchRows;");
        writer.Line($"_rows = new JsonRows(RowMembers, malformed{(filter == null ? "" : ", mayRefuse: true")});");
        DecoderFilter.EmitConstruction(writer, filter);
        writer.Close();
    }

    private static void EmitDecode(SourceWriter writer, JsonDecoderTree tree, DecoderFilter? filter)
    {
        // Inlined into its caller it would exhaust what the JIT inlines into one method, and calls a value would stay calls. Not optimised at once:
        // then it could not be compiled ahead of time, and a short job would wait for the JIT.
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open("public int Decode(in Frame frame, ref int position)");
        foreach (JsonList list in tree.Lists)
        {
            writer.Line($"{list.Place.Columns}.Count = 0;");
        }

        writer.Line("_rows.Begin(in frame, position);");
        writer.Line("int row = 0;");
        writer.Line("JsonFields fields = default;");
        bool takesRuns = JsonRunEmitter.Takes(tree);
        if (takesRuns)
        {
            writer.Line("int apart = 0; // rows of a run of which one cannot be taken like the others");
        }

        writer.Open("while (row < _batchRows && _rows.Next(ref fields, _batchRows - row))");
        if (takesRuns)
        {
            JsonRunEmitter.EmitCall(writer);
        }

        foreach (JsonList list in tree.Lists)
        {
            writer.Line($"int {list.Before} = {list.Place.Columns}.Count;");
        }

        if (filter != null)
        {
            writer.Open("if (fields.IsKnown && TakeFiltered(in fields, row))");
            writer.Open("if (!Passes(row))");
            writer.Line("_refused++;");
            writer.Line("continue;");
            writer.Close();
            writer.Line();
            writer.Open("if (Take(in fields, row))");
            writer.Line("row++;");
            writer.Line("continue;");
            writer.Close();
            Rewind(writer, tree);
            writer.Close();
            writer.Line();
        }
        else if (!tree.IsScalar)
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

    private static void EmitRead(SourceWriter writer, JsonDecoderTree tree, DecoderFilter? filter)
    {
        writer.Open("private bool Read(in JsonFields fields, int row)");
        writer.Line("JsonCursor json = _rows.Read(in fields);");
        writer.Line("ReadRow(ref json, row);");
        writer.Open("if (json.End())");
        if (!tree.IsScalar)
        {
            writer.Line("_rows.Learn();");
        }

        writer.Line(filter == null ? "return true;" : "return Accepts(row);");
        writer.Close();
        writer.Line();
        writer.Open(filter == null ? "if (!_rows.IsBlank)" : "if (!_rows.IsBlank && !IsRefused(in fields, row))");
        writer.Line("_rows.Report(in json);");
        writer.Close();
        writer.Line();
        writer.Line("return false;");
        writer.Close();
    }

    // A row that the filter refuses is not examined further, whichever way it is read: a value that nobody will see cannot make it malformed.
    private static void EmitFilter(SourceWriter writer, JsonDecoderTree tree, DecoderFilter filter)
    {
        filter.EmitPasses(writer);
        writer.Line();
        DecoderFilter.EmitTakeRefused(writer);
        writer.Line();
        writer.Open("private bool Accepts(int row)");
        writer.Open("if (Passes(row))");
        writer.Line("return true;");
        writer.Close();
        writer.Line();
        writer.Line("_refused++;");
        writer.Line("return false;");
        writer.Close();
        writer.Line();
        writer.Line("// A row with a fault: whether it is whole and the filter, whose members are sound, refuses it.");
        writer.Open("private bool IsRefused(in JsonFields fields, int row)");
        writer.Line("JsonCursor json = _rows.Read(in fields);");
        writer.Line("ReadFiltered(ref json, row);");
        writer.Line("return json.End() && !Accepts(row);");
        writer.Close();
        writer.Line();
        JsonReadEmitter.EmitFiltered(writer, tree.Root, filter);
    }
}
