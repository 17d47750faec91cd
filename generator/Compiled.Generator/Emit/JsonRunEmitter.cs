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
        bool isTextTest = filter?.ShortTextTest() != null;
        if (filter == null)
        {
            writer.Line("JsonRun run = _rows.Run(in fields);");
        }
        else
        {
            EmitRefusal(writer, filtered, filter);
        }

        JsonValue[] left = isTextTest ? [.. tree.Root.Members.Where(m => others.Contains(m) || filter!.IsReadBehind(m.Column))] : others;
        if (left.Length > 0)
        {
            writer.Open($"if ({Failure(left)})");
            writer.Line("return false;");
            writer.Close();
            writer.Line();
        }

        writer.Line(filter == null ? "row += run.Count;" : isTextTest ? "_refused += JsonRows.RowsAfter(in fields) + 1 - kept;" : "_refused += rows - run.Count;");
        if (filter != null)
        {
            writer.Line("row += run.Count;");
        }

        writer.Line("return true;");
        writer.Close();
        if (filter != null && !isTextTest)
        {
            writer.Line();
            EmitKeep(writer, filtered, filter);
        }

        foreach (JsonValue member in tree.Root.Members.Where(m => m.RunCall("run") == null))
        {
            writer.Line();
            EmitMember(writer, member);
        }
    }

    private static void EmitRefusal(SourceWriter writer, JsonValue[] filtered, DecoderFilter filter)
    {
        if (filter.ShortTextTest() is var (column, arguments))
        {
            // The member is read only of rows that are kept, and only if something behind the filter wants it.
            writer.Line($"int kept = _rows.KeepEqual(in fields, {filtered.Single(m => m.Column.Identifier == column).Slot}, {arguments});");
            writer.Open("if (kept < 0)");
            writer.Line("return false;");
            writer.Close();
            writer.Line();
            writer.Line("JsonRun run = _rows.KeptRun(in fields, kept);");
            return;
        }

        writer.Line("JsonRun run = _rows.Run(in fields);");
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
    private static void EmitKeep(SourceWriter writer, JsonValue[] filtered, DecoderFilter filter)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]");
        writer.Open("private int Keep(int first, int rows)");
        filter.EmitLocals(writer, "_columns");
        writer.Line("var kept = _rows.Kept;");
        writer.Line("int count = 0;");
        writer.Open("for (int i = 0; i < rows; i++)");
        writer.Line("int row = first + i;");
        writer.Line("kept[count] = i;");
        writer.Line($"count += ({filter.Test}) ? 1 : 0;");
        writer.Close();
        writer.Line();
        foreach (string column in filtered.SelectMany(ColumnsOf))
        {
            writer.Line($"_rows.Keep({column}, first, count);");
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
