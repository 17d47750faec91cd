namespace Compiled.Generator.Emit;

/// <summary>Writes the Take methods: values of a row whose layout is known, by slot. Each says whether all of them could be read.</summary>
internal static class JsonTakeEmitter
{
    public static void Emit(SourceWriter writer, JsonDecoderTree tree, DecoderFilter? filter)
    {
        if (filter != null)
        {
            EmitRow(writer, "TakeFiltered", tree.Root.Members.Where(m => filter.Reads(m.Column)));
            writer.Line();
        }

        EmitRow(writer, "Take", tree.Root.Members.Where(m => filter?.Reads(m.Column) != true));
        foreach (JsonObject node in tree.Objects)
        {
            foreach (JsonValue member in node.Members.Where(m => m.List != null))
            {
                writer.Line();
                EmitList(writer, member, member.List!);
            }
        }
    }

    private static void EmitRow(SourceWriter writer, string method, IEnumerable<JsonValue> members)
    {
        writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        writer.Open($"private bool {method}(in JsonFields fields, int row)");
        writer.Line("bool ok = true;");
        EmitMembers(writer, members, "fields", 0);
        writer.Line("return ok;");
        writer.Close();
    }

    /// <summary>Writes how members are taken from <paramref name="fields"/>: what goes wrong makes <c>ok</c> false.</summary>
    public static void EmitMembers(SourceWriter writer, IEnumerable<JsonValue> members, string fields, int firstSlot)
    {
        foreach (JsonValue member in members)
        {
            int slot = firstSlot + member.Slot;
            if (member.List != null)
            {
                writer.Line($"ok &= Take{member.List.Name}(in {fields}, {slot}, {member.Place.Index});");
            }
            else if (member.Record != null)
            {
                EmitRecord(writer, member, fields, slot);
            }
            else
            {
                EmitValue(writer, member, fields, slot);
            }
        }
    }

    private static void EmitValue(SourceWriter writer, JsonValue member, string fields, int slot)
    {
        if (!member.IsNullable)
        {
            writer.Line($"ok &= {member.Call(fields, slot + ", ", optional: false)};");
            return;
        }

        writer.Open($"if ({member.HasValue} = {fields}.Has({slot}))");
        writer.Line($"ok &= {member.Call(fields, slot + ", ", optional: true)};");
        writer.Close();
        writer.Open("else");
        writer.Line($"{member.Element()} = default;");
        writer.Close();
        writer.Line();
    }

    private static void EmitRecord(SourceWriter writer, JsonValue member, string fields, int slot)
    {
        if (!member.IsNullable)
        {
            EmitMembers(writer, member.Record!.Members, fields, slot + 1);
            return;
        }

        writer.Open($"if ({member.HasValue} = {fields}.Has({slot}))");
        EmitMembers(writer, member.Record!.Members, fields, slot + 1);
        writer.Close();
        writer.Open("else");
        JsonReadEmitter.EmitClear(writer, member.Record.Members);
        writer.Close();
        writer.Line();
    }

    private static void EmitList(SourceWriter writer, JsonValue member, JsonList list)
    {
        string index = member.Place.Index;
        writer.Open($"private bool Take{list.Name}(in JsonFields fields, int slot, int {index})");
        writer.Line("int count = fields.ElementCount(slot);");
        writer.Line($"int first = {list.Place.Columns}.Count;");
        writer.Line($"{list.Place.Columns}.EnsureCapacity(first + count);");
        writer.Line($"{list.Place.Columns}.Count = first + count;");
        writer.Line($"{member.Element("_Start")} = first;");
        writer.Line($"{member.Element("_Count")} = count;");
        if (member.IsNullable)
        {
            writer.Line($"{member.HasValue} = fields.Has(slot);");
        }

        IReadOnlyList<JsonValue> members = list.Record?.Members ?? (list.Value == null ? [] : [list.Value]);
        if (members.Count == 0)
        {
            writer.Line("return true;");
            writer.Close();
            return;
        }

        writer.Line("bool ok = true;");
        writer.Open("for (int element = 0; element < count; element++)");
        writer.Line($"JsonFields values = fields.Element(slot, element, {list.Slots});");

        writer.Line($"int {list.Place.Index} = first + element;");
        EmitMembers(writer, members, "values", 0);
        writer.Close();
        writer.Line();
        writer.Line("return ok;");
        writer.Close();
    }
}
