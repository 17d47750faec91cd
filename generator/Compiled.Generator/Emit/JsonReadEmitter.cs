namespace Compiled.Generator.Emit;

/// <summary>Writes the Read methods: an object member by member in whatever order they come, a list element by element.</summary>
internal static class JsonReadEmitter
{
    private const int BitsInMask = 64;

    public static void Emit(SourceWriter writer, JsonDecoderTree tree)
    {
        if (tree.IsScalar)
        {
            EmitScalarRow(writer, tree.ScalarValue);
        }
        else
        {
            EmitObject(writer, tree.Root);
        }

        foreach (JsonObject node in tree.Objects.Skip(1))
        {
            writer.Line();
            EmitObject(writer, node);
        }

        foreach (JsonList list in tree.Lists)
        {
            writer.Line();
            EmitList(writer, list);
        }
    }

    /// <summary>Sets every column below these members to what stands for nothing: so no text of an earlier batch is left in it.</summary>
    public static void EmitClear(SourceWriter writer, IEnumerable<JsonValue> members)
    {
        foreach (JsonValue member in members)
        {
            if (member.IsNullable)
            {
                writer.Line($"{member.HasValue} = false;");
            }

            if (member.Record != null)
            {
                EmitClear(writer, member.Record.Members);
            }
            else if (member.List != null)
            {
                writer.Line($"{member.Element("_Start")} = {member.List.Place.Columns}.Count;");
                writer.Line($"{member.Element("_Count")} = 0;");
            }
            else
            {
                writer.Line($"{member.Element()} = default;");
            }
        }
    }

    /// <summary>Writes the method that reads only what a filter reads: all else has to be JSON, and no more.</summary>
    public static void EmitFiltered(SourceWriter writer, JsonObject root, DecoderFilter filter)
    {
        var filtered = root.Members.Select((member, number) => (member, number)).Where(m => filter.Reads(m.member.Column)).ToList();
        writer.Open($"private void ReadFiltered(ref JsonCursor json, int {root.Place.Index})");
        EmitClear(writer, filtered.Select(m => m.member).Where(m => m.IsNullable));
        EmitSeen(writer, root);
        writer.Line("bool first = true;");
        writer.Line("json.BeginObject();");
        writer.Open($"while (json.NextMember({root.MembersName}, ref first, out int member))");
        writer.Open("switch (member)");
        foreach ((JsonValue member, int number) in filtered)
        {
            EmitCase(writer, member, number);
        }

        writer.Line("default: json.Skip(); break;");
        writer.Close();
        writer.Close();
        EmitRequired(writer, root, filtered.Select(m => m.member).ToList());
        writer.Close();
    }

    private static void EmitScalarRow(SourceWriter writer, JsonValue? value)
    {
        writer.Open("private void ReadRow(ref JsonCursor json, int row)");
        writer.Line("json.BeginValue();");
        EmitValue(writer, value);
        writer.Close();
    }

    private static void EmitObject(SourceWriter writer, JsonObject node)
    {
        List<JsonList> lists = ListsBelow(node.Members).ToList();
        writer.Open($"private void Read{node.Name}(ref JsonCursor json, int {node.Place.Index})");
        EmitClear(writer, node.Members.Where(m => m.IsNullable));
        foreach (JsonList list in lists)
        {
            writer.Line($"int {list.Before} = {list.Place.Columns}.Count;");
        }

        EmitSeen(writer, node);
        writer.Line("bool first = true;");
        writer.Line("json.BeginObject();");
        writer.Open($"while (json.NextMember({node.MembersName}, ref first, out int member))");
        writer.Open("switch (member)");
        for (int i = 0; i < node.Members.Count; i++)
        {
            EmitCase(writer, node.Members[i], i);
        }

        writer.Close();
        writer.Close();
        EmitRequired(writer, node, node.Members);
        writer.Close();
    }

    private static void EmitCase(SourceWriter writer, JsonValue member, int number)
    {
        writer.Open($"case {number}:");

        // The last of several members of one name counts: elements of the ones before are given up.
        foreach (JsonList list in ListsBelow([member]))
        {
            writer.Line($"{list.Place.Columns}.Count = {list.Before};");
        }

        EmitValue(writer, member);
        writer.Line($"seen{number / BitsInMask} |= 0x{1UL << (number % BitsInMask):X};");
        writer.Line("break;");
        writer.Close();
    }

    private static void EmitSeen(SourceWriter writer, JsonObject node)
    {
        for (int i = 0; i < Masks(node); i++)
        {
            writer.Line($"ulong seen{i} = 0;");
        }
    }

    private static int Masks(JsonObject node) => (node.Members.Count + BitsInMask - 1) / BitsInMask;

    private static void EmitRequired(SourceWriter writer, JsonObject node, IReadOnlyList<JsonValue> read)
    {
        for (int i = 0; i < Masks(node); i++)
        {
            ulong required = 0;
            for (int bit = 0; bit < BitsInMask && (i * BitsInMask) + bit < node.Members.Count; bit++)
            {
                JsonValue member = node.Members[(i * BitsInMask) + bit];
                required |= member.IsNullable || !read.Contains(member) ? 0 : 1UL << bit;
            }

            if (required != 0)
            {
                writer.Line($"json.Missing({node.MembersName}, {i * BitsInMask}, 0x{required:X} & ~seen{i});");
            }
        }
    }

    /// <summary>Reads the value at the cursor into its columns.</summary>
    private static void EmitValue(SourceWriter writer, JsonValue? member)
    {
        if (member == null)
        {
            writer.Line("json.Skip();");
            return;
        }

        string index = member.Place.Index;
        if (member.Record == null && member.List == null)
        {
            string call = member.Call("json", "", optional: false);
            writer.Line(member.IsNullable ? $"{member.HasValue} = !json.TryNull() && {call};" : $"{call};");
            return;
        }

        string method = member.Record != null ? $"Read{member.Record.Name}(ref json, {index});" : $"Read{member.List!.Name}List(ref json, {index});";
        if (!member.IsNullable)
        {
            writer.Line(method);
            return;
        }

        writer.Open("if (json.TryNull())");
        EmitClear(writer, [member]);
        writer.Close();
        writer.Open("else");
        writer.Line($"{member.HasValue} = true;");
        writer.Line(method);
        writer.Close();
        writer.Line();
    }

    private static void EmitList(SourceWriter writer, JsonList list)
    {
        JsonPlace place = list.Place;
        writer.Open($"private void Read{list.Name}List(ref JsonCursor json, int {list.Outer.Index})");
        writer.Line($"int start = {place.Columns}.Count;");
        writer.Line("bool first = true;");
        writer.Line("json.BeginArray();");
        writer.Open("while (json.NextElement(ref first))");
        writer.Line($"int {place.Index} = {place.Columns}.Count;");
        writer.Line($"{place.Columns}.EnsureCapacity({place.Index} + 1);");
        if (list.HasValues)
        {
            EmitValue(writer, list.Value);
        }
        else
        {
            writer.Line($"Read{list.Record!.Name}(ref json, {place.Index});");
        }

        writer.Line($"{place.Columns}.Count = {place.Index} + 1;");
        writer.Close();
        writer.Line();
        writer.Line($"{list.Outer.Columns}.{list.Identifier}_Start[{list.Outer.Index}] = start;");
        writer.Line($"{list.Outer.Columns}.{list.Identifier}_Count[{list.Outer.Index}] = {place.Columns}.Count - start;");
        writer.Close();
    }

    private static IEnumerable<JsonList> ListsBelow(IEnumerable<JsonValue> members)
    {
        foreach (JsonValue member in members)
        {
            IEnumerable<JsonValue> inner = member.Record?.Members ?? member.List?.Record?.Members ?? [];
            if (member.List != null)
            {
                yield return member.List;
            }

            foreach (JsonList list in ListsBelow(inner))
            {
                yield return list;
            }
        }
    }
}
