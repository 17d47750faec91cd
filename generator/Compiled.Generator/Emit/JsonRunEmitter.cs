namespace Compiled.Generator.Emit;

/// <summary>
/// Writes how rows of one known layout are taken together: a loop a member over all of them, so that the work on one row does not wait for that on the row before.
/// Rows of which one has a value that cannot be read so are taken one by one.
/// </summary>
internal static class JsonRunEmitter
{
    /// <summary>Whether rows are taken together: they have no lists, whose elements follow each other in columns of their own.</summary>
    public static bool Takes(JsonDecoderTree tree) => !tree.IsScalar && tree.Lists.Count == 0;

    /// <summary>Writes the call, at the start of the loop over rows.</summary>
    public static void EmitCall(SourceWriter writer)
    {
        writer.Open("if (apart > 0)");
        writer.Line("apart--;");
        writer.Close();
        writer.Open("else if (JsonRows.BeginsRun(in fields))");
        writer.Open("if (TakeRun(in fields, ref row))");
        writer.Line("JsonRows.Taken(ref fields);");
        writer.Line("continue;");
        writer.Close();
        writer.Line();
        writer.Line("apart = JsonRows.RowsAfter(in fields);");
        writer.Close();
        writer.Line();
    }

    public static void Emit(SourceWriter writer, JsonDecoderTree tree, DecoderFilter? filter)
    {
        JsonValue[] filtered = [.. tree.Root.Members.Where(m => filter?.Reads(m.Column) == true)];
        JsonValue[] others = [.. tree.Root.Members.Except(filtered)];
        writer.Line("// Rows of one layout, a member at a time. False if one of them has to be looked at alone: then none is taken.");
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open("private bool TakeRun(in JsonFields fields, ref int row)");
        writer.Line("JsonRun run = _rows.Run(in fields);");
        if (filter != null)
        {
            EmitRefusal(writer, filtered);
        }

        if (others.Length > 0)
        {
            writer.Open($"if ({Failure(others)})");
            writer.Line("return false;");
            writer.Close();
            writer.Line();
        }

        writer.Line(filter == null ? "row += run.Count;" : "_refused += rows - run.Count;");
        if (filter != null)
        {
            writer.Line("row += run.Count;");
        }

        writer.Line("return true;");
        writer.Close();
        if (filter != null)
        {
            writer.Line();
            EmitKeep(writer, filtered);
        }

        foreach (JsonValue member in tree.Root.Members.Where(m => m.RunCall("run") == null))
        {
            writer.Line();
            EmitMember(writer, member);
        }
    }

    private static void EmitRefusal(SourceWriter writer, JsonValue[] filtered)
    {
        writer.Line("int rows = run.Count;");
        if (filtered.Length > 0)
        {
            writer.Open($"if ({Failure(filtered)})");
            writer.Line("return false;");
            writer.Close();
            writer.Line();
        }

        writer.Line("run = _rows.KeptRun(in fields, Keep(row, rows));");
    }

    private static string Failure(IEnumerable<JsonValue> members) => string.Join(" || ", members.Select(m => $"!{m.RunCall("run") ?? $"{Method(m)}(in run, row)"}"));

    private static string Method(JsonValue member) => "TakeEach" + member.Column.Identifier;

    /// <summary>Writes what makes the list of rows that the filter keeps, without a branch on what it says, and moves their members together.</summary>
    private static void EmitKeep(SourceWriter writer, JsonValue[] filtered)
    {
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open("private int Keep(int row, int rows)");
        writer.Line("int count = 0;");
        writer.Open("for (int first = 0; first < rows; first += 64)");
        writer.Line("ulong kept = 0;");
        writer.Open("for (int i = 0; i < Math.Min(64, rows - first); i++)");
        writer.Line("kept |= (Passes(row + first + i) ? 1UL : 0UL) << i;");
        writer.Close();
        writer.Line();
        writer.Line("count = _rows.Keep(kept, first, count);");
        writer.Close();
        writer.Line();
        foreach (string column in filtered.SelectMany(ColumnsOf))
        {
            writer.Line($"_rows.Keep({column}, row, count);");
        }

        writer.Line("return count;");
        writer.Close();
    }

    private static IEnumerable<string> ColumnsOf(JsonValue member)
    {
        if (member.IsNullable)
        {
            yield return $"{member.Place.Columns}.{member.Column.HasValue}";
        }

        if (member.Record == null)
        {
            yield return $"{member.Place.Columns}.{member.Column.Identifier}";
            yield break;
        }

        foreach (string column in member.Record.Members.SelectMany(ColumnsOf))
        {
            yield return column;
        }
    }

    private static void EmitMember(SourceWriter writer, JsonValue member)
    {
        writer.Line("[MethodImpl(MethodImplOptions.NoInlining)]");
        writer.Open($"private bool {Method(member)}(in JsonRun run, int row)");
        writer.Line("bool ok = true;");
        writer.Open("for (int i = 0; i < run.Count; i++, row++)");
        writer.Line("JsonFields fields = run[i];");
        JsonTakeEmitter.EmitMembers(writer, [member], "fields", 0);
        writer.Close();
        writer.Line();
        writer.Line("return ok;");
        writer.Close();
    }
}
