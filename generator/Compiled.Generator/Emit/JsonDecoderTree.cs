using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Emit;

/// <summary>The needed members of a JSON input as its decoder sees them: objects, their members with slot numbers, and lists.</summary>
internal sealed class JsonDecoderTree
{
    private readonly List<JsonObject> _objects = [];
    private readonly List<JsonList> _lists = [];
    private readonly List<(string Name, string Pattern)> _patterns = [];

    public JsonDecoderTree(PhysicalInput input)
    {
        IsScalar = input.Row.Construction == RowConstruction.Scalar;
        var place = new JsonPlace("", "_columns", "row");
        Root = AddObject("Row", IsScalar ? default : input.Columns, place);
        if (IsScalar && input.Columns.Count > 0)
        {
            ScalarValue = AddMember(input.Columns[0], place, 0);
        }
    }

    /// <summary>Whether a row is a value and not an object.</summary>
    public bool IsScalar { get; }

    /// <summary>The value of scalar rows, if it is needed.</summary>
    public JsonValue? ScalarValue { get; }

    public JsonObject Root { get; }

    /// <summary>All objects, outer before inner.</summary>
    public IReadOnlyList<JsonObject> Objects => _objects;

    /// <summary>All lists, outer before inner.</summary>
    public IReadOnlyList<JsonList> Lists => _lists;

    /// <summary>Date patterns and the names of the fields that hold them.</summary>
    public IReadOnlyList<(string Name, string Pattern)> Patterns => _patterns;

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private JsonObject AddObject(string name, EquatableArray<PhysicalColumn> columns, JsonPlace place)
    {
        var members = new List<JsonValue>();
        var result = new JsonObject(name, place, members);
        _objects.Add(result);
        int slot = 0;
        foreach (PhysicalColumn column in columns)
        {
            JsonValue member = AddMember(column, place, slot);
            members.Add(member);
            slot += member.Slots;
        }

        return result;
    }

    private JsonValue AddMember(PhysicalColumn column, JsonPlace place, int slot)
    {
        string name = place.Scope + column.Identifier;
        JsonObject? record = column.Schema.Kind == ColumnKind.Record ? AddObject(name, column.Children, place) : null;
        JsonList? list = column.Schema.Kind == ColumnKind.List ? AddList(name, column, place) : null;
        string? pattern = null;
        if (column.Schema.Date?.Pattern is { } text)
        {
            pattern = name + "Pattern";
            _patterns.Add((pattern, text));
        }

        return new JsonValue(column, place, slot, pattern, record, list);
    }

    private JsonList AddList(string name, PhysicalColumn column, JsonPlace place)
    {
        var elements = new JsonPlace(name + "_", place.Columns + "." + column.Identifier, place.Index == "row" ? "item" : "sub" + place.Index);
        var list = new JsonList(name, column.Identifier, place, elements);
        _lists.Add(list);
        if (column.Schema.Nested?.Construction == RowConstruction.Scalar)
        {
            list.HasValues = true;
            list.Value = column.Children.Count == 0 ? null : AddMember(column.Children[0], elements, 0);
        }
        else
        {
            list.Record = AddObject(name, column.Children, elements);
        }

        return list;
    }
}

/// <summary>Where columns are.</summary>
/// <param name="Scope">Prefix that makes names unique: empty for the row, the list's name for its elements. Identifiers of nested records carry their path themselves.</param>
/// <param name="Columns">Expression of the object that has the columns.</param>
/// <param name="Index">Name of the variable that is the place in them.</param>
internal sealed record JsonPlace(string Scope, string Columns, string Index);

/// <summary>One kind of object: the row, a nested record, or a list's elements.</summary>
/// <param name="Name">Row, or the identifiers that lead to it: part of method names.</param>
internal sealed record JsonObject(string Name, JsonPlace Place, IReadOnlyList<JsonValue> Members)
{
    public string MembersName => Name + "Members";

    public int Slots => Members.Sum(m => m.Slots);
}

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

    /// <summary>Name of the method that reads a value of this kind, and its arguments before the result.</summary>
    public string Call(string receiver, string slot, bool optional)
    {
        string method = Column.Schema.Kind switch
        {
            ColumnKind.Text or ColumnKind.String => optional ? "OptionalText" : "Text",
            ColumnKind.DateTimeOffset or ColumnKind.DateTime => "Date",
            ColumnKind.DateOnly => "Day",
            ColumnKind.TimeSpan => "Duration",
            ColumnKind kind => kind.ToString(),
        };
        string date = method is "Date" or "Day" ? $"TimeUnit.{Column.Schema.Date?.Unit ?? DateUnit.Text}, {Pattern ?? "null"}, " : "";
        return $"{receiver}.{method}({slot}{date}out {Element()})";
    }
}

/// <summary>A list: the columns of its elements, which are records or values.</summary>
/// <param name="Name">The identifiers that lead to it: part of method names.</param>
/// <param name="Identifier">Its own identifier, in the columns of <paramref name="Outer"/>.</param>
/// <param name="Outer">Where its Start and Count columns are.</param>
/// <param name="Place">Where its elements' columns are.</param>
internal sealed record JsonList(string Name, string Identifier, JsonPlace Outer, JsonPlace Place)
{
    public bool HasValues { get; set; }

    public JsonObject? Record { get; set; }

    /// <summary>The value of an element, if elements are values and needed.</summary>
    public JsonValue? Value { get; set; }

    /// <summary>Name of the local that remembers how many elements there were.</summary>
    public string Before => "before" + Name;

    public int Slots => Record?.Slots ?? 1;
}
