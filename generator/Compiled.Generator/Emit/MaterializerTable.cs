using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Methods that make row objects out of columns, for row code that needs a row as a whole. One a place, written only when used.</summary>
public sealed class MaterializerTable(IReadOnlyList<PhysicalInput> inputs)
{
    private readonly Dictionary<string, Action<SourceWriter>> _methods = new(StringComparer.Ordinal);

    /// <summary>C# that makes the row.</summary>
    public string Call(RowExpression row)
    {
        string name = Name("Make", row.Place);
        if (!_methods.ContainsKey(name))
        {
            _methods.Add(name, _ => { });
            string body = Body(row.Schema, row.Place with { Columns = "c", Index = "row" });
            string columns = ColumnsType(row.Place);
            string type = row.Schema.Type;
            _methods[name] = writer => writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]").Line($"private static {type} {name}({columns} c, int row) => {body};").Line();
        }

        string call = $"{name}({row.Place.Columns}, {row.Place.Index})";
        return row.IsNullable ? $"({row.Place.Columns}.{row.Identifier}_HasValue[{row.Place.Index}] ? {call} : default({row.Type.Name}))" : call;
    }

    /// <summary>C# that makes a nested list.</summary>
    public string CallList(ListExpression list)
    {
        string name = Name("MakeList", list.Place) + "_" + list.Identifier;
        if (!_methods.ContainsKey(name))
        {
            _methods.Add(name, _ => { });
            string columns = ColumnsType(list.Place);
            RowSchema item = list.Schema.Nested!;
            RowPlace at = new(list.Place.InputId, "items", "index", list.Path, string.Empty);
            string body = item.Construction == RowConstruction.Scalar
                ? ExpressionEmitter.UserForm(item.Columns[0].Kind, $"items.{item.Columns[0].Identifier}[index]")
                : Body(item, at);
            _methods[name] = writer => writer
                .Open($"private static Rows<{item.Type}> {name}({columns} c, int row)")
                .Line($"var items = c.{list.Identifier};")
                .Line($"var list = new {item.Type}[c.{list.Identifier}_Count[row]];")
                .Open("for (int i = 0; i < list.Length; i++)")
                .Line($"int index = c.{list.Identifier}_Start[row] + i;")
                .Line($"list[i] = {body};")
                .Close()
                .Line()
                .Line($"return new Rows<{item.Type}>(list);")
                .Close()
                .Line();
        }

        return $"{name}({list.Place.Columns}, {list.Place.Index})";
    }

    public void Emit(SourceWriter writer)
    {
        foreach (KeyValuePair<string, Action<SourceWriter>> method in _methods.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            method.Value(writer);
        }
    }

    private string Name(string verb, RowPlace place) =>
        verb + inputs[place.InputId].TypePrefix + (place.Path.Length == 0 ? string.Empty : "_" + place.Path.Replace('.', '_'));

    // The class that holds the columns at a place: the input's, or that of the innermost list on the way.
    private string ColumnsType(RowPlace place)
    {
        PhysicalInput input = inputs[place.InputId];
        string lists = place.Columns.Contains('.') ? place.Columns.Substring(place.Columns.LastIndexOf('.') + 1) : string.Empty;
        return $"{input.TypePrefix}{lists}Columns";
    }

    private string Body(RowSchema schema, RowPlace place)
    {
        IEnumerable<string> values = schema.Columns.Select(c => Value(c, place));
        return schema.Construction switch
        {
            RowConstruction.Initializer => $"new {schema.Type} {{ {string.Join(", ", schema.Columns.Zip(values, (c, v) => $"{c.Member} = {v}"))} }}",
            _ => $"new {schema.Type}({string.Join(", ", values)})",
        };
    }

    private string Value(ColumnSchema column, RowPlace place)
    {
        string identifier = place.Identifier + column.Identifier;
        string code = $"{place.Columns}.{identifier}[{place.Index}]";
        switch (column.Kind)
        {
            case ColumnKind.Record:
                RowPlace nested = place with { Path = place.PathOf(column.Member), Identifier = identifier + "_" };
                string row = Body(column.Nested!, nested);
                return column.IsNullable ? $"{place.Columns}.{identifier}_HasValue[{place.Index}] ? {row} : default({column.Type})" : row;
            case ColumnKind.List:
                return CallList(new ListExpression(new TypeRef(column.Type, null, true, false, false), column, place));
            default:
                string value = ExpressionEmitter.UserForm(column.Kind, code);
                return column.IsNullable ? $"{place.Columns}.{identifier}_HasValue[{place.Index}] ? {value} : default({column.Type})" : value;
        }
    }
}
