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
