using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>A member.</summary>
/// <param name="Slot">Its slot, counted as the runtime's JsonMembers does.</param>
/// <param name="Pattern">Name of the field that holds the date pattern, if it has one.</param>
internal sealed record JsonValue(PhysicalColumn Column, JsonPlace Place, int Slot, string? Pattern, JsonObject? Record, JsonList? List)
{
    public int Slots => Record == null ? 1 : 1 + Record.Slots;

    public bool IsNullable => Column.Schema.IsNullable;

    /// <summary>The element of a column that belongs to this member.</summary>
    public string Element(string suffix = "") => $"{Place.Columns}.{Column.Identifier}{suffix}[{Place.Index}]";

    public string HasValue => Element("_HasValue");

    /// <summary>The constructor call that describes it to the runtime.</summary>
    public string Description
    {
        get
        {
            string name = JsonDecoderTree.Literal(Column.Schema.DataName);
            return Record != null ? $"JsonMember.Record({name}, {Record.MembersName})"
                : List is { HasValues: true } ? $"JsonMember.ValueList({name})"
                : List != null ? $"JsonMember.RecordList({name}, {List.Record!.MembersName})"
                : $"JsonMember.Value({name})";
        }
    }

    /// <summary>The call that reads this member of all rows of a run, if there is one for its kind.</summary>
    public string? RunCall(string run)
    {
        string method = Method(optional: false);
        return IsNullable || Record != null || List != null || method is not ("Text" or "Int64" or "Double" or "Date")
            ? null
            : $"{run}.{method}({Slot}, {DateArguments(method)}{Place.Columns}.{Column.Identifier}, {Place.Index})";
    }

    /// <summary>Name of the method that reads a value of this kind, and its arguments before the result.</summary>
    public string Call(string receiver, string slot, bool optional)
    {
        string method = Method(optional);
        return $"{receiver}.{method}({slot}{DateArguments(method)}out {Element()})";
    }

    private string DateArguments(string method) => method is "Date" or "Day" ? $"TimeUnit.{Column.Schema.Date?.Unit ?? DateUnit.Text}, {Pattern ?? "null"}, " : "";

    private string Method(bool optional) =>
        Column.Schema.Kind switch
        {
            ColumnKind.Text or ColumnKind.String => optional ? "OptionalText" : "Text",
            ColumnKind.DateTimeOffset or ColumnKind.DateTime => "Date",
            ColumnKind.DateOnly => "Day",
            ColumnKind.TimeSpan => "Duration",
            ColumnKind kind => kind.ToString(),
        };
}
