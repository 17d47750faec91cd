namespace Compiled.Generator.Emit;

/// <summary>One kind of object: the row, a nested record, or a list's elements.</summary>
/// <param name="Name">Row, or the identifiers that lead to it: part of method names.</param>
internal sealed record JsonObject(string Name, JsonPlace Place, IReadOnlyList<JsonValue> Members)
{
    public string MembersName => Name + "Members";

    public int Slots => Members.Sum(m => m.Slots);
}
