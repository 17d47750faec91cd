using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>Loads rows that are objects already (memory and rate sources) into the same columns that a decoder fills.</summary>
public sealed class RowLoaderEmitter(EmitContext context)
{
    private SourceWriter Writer => context.Writer;

    public void Emit(PhysicalInput input, Action runQueries)
    {
        DecoderFilter? filter = input.Filter is null ? null : new DecoderFilter(input.Filter, context.Expressions);
        string passes = $"Passes{input.TypePrefix}";
        string counted = filter is null ? "rows" : "taken";
        if (filter is not null)
        {
            filter.EmitPasses(Writer, passes, EmitContext.Field(input));
            Writer.Line();
        }

        Writer.Line($"// Rows of {input.Name} that come as objects.");
        Writer.Open($"private void Load{input.TypePrefix}(ReadOnlySpan<{input.Row.Type}> values)");
        Writer.Line($"var c = {EmitContext.Field(input)};");
        Writer.Open("for (int first = 0; first < values.Length; first += _batchRows)");
        Writer.Line($"int {counted} = Math.Min(_batchRows, values.Length - first);");
        foreach (PhysicalColumn list in Lists(input.Columns))
        {
            Writer.Line($"c.{list.Identifier}.Count = 0;");
        }

        if (filter is not null)
        {
            Writer.Line("int rows = 0;");
            Writer.Open("for (int next = 0; next < taken; next++)");
            Writer.Line("int row = rows;");
        }
        else
        {
            Writer.Open("for (int row = 0; row < rows; row++)");
        }

        Writer.Line($"ref readonly {input.Row.Type} value = ref values[first + {(filter is null ? "row" : "next")}];");
        if (input.Row.Construction == RowConstruction.Scalar)
        {
            foreach (PhysicalColumn column in input.Columns)
            {
                Scalar(column, "c", "row", "value");
            }
        }
        else
        {
            EmitMembers(input, filter, passes);
        }

        Writer.Close();
        Writer.Line();
        Writer.Line("c.Count = rows;");
        Writer.Line($"{EmitContext.Field(input)}RowsIn += {counted};");
        runQueries();
        Writer.Line("_rowText.Clear();");
        Writer.Close();
        Writer.Close();
        Writer.Line();
    }

    // Members of the filter first: of a row that it refuses the others, among them lists, are left alone.
    private void EmitMembers(PhysicalInput input, DecoderFilter? filter, string passes)
    {
        if (filter is null)
        {
            Members(input.Columns, "c", "row", "value", input.TypePrefix);
            return;
        }

        Members(input.Columns.Where(filter.Reads), "c", "row", "value", input.TypePrefix);
        Writer.Open($"if (!{passes}(row))");
        Writer.Line("continue;");
        Writer.Close();
        Writer.Line();
        Members(input.Columns.Where(c => !filter.Reads(c)), "c", "row", "value", input.TypePrefix);
        Writer.Line("rows++;");
    }

    private static IEnumerable<PhysicalColumn> Lists(IEnumerable<PhysicalColumn> columns) => columns.SelectMany(c => c.Schema.Kind switch
    {
        ColumnKind.List => [c],
        ColumnKind.Record => Lists(c.Children),
        _ => Enumerable.Empty<PhysicalColumn>(),
    });

    private void Members(IEnumerable<PhysicalColumn> columns, string target, string index, string value, string prefix)
    {
        foreach (PhysicalColumn column in columns)
        {
            string member = $"{value}.{ExpressionEmitter.Name(column.Schema.Member)}";
            switch (column.Schema.Kind)
            {
                case ColumnKind.Record:
                    Record(column, target, index, member, prefix);
                    break;
                case ColumnKind.List:
                    List(column, target, index, member, prefix);
                    break;
                default:
                    Scalar(column, target, index, member);
                    break;
            }
        }
    }

    private void Record(PhysicalColumn column, string target, string index, string member, string prefix)
    {
        string local = "value" + column.Identifier;
        if (!column.Schema.IsNullable)
        {
            Writer.Line($"var {local} = {member};");
            Members(column.Children, target, index, local, prefix);
            return;
        }

        Writer.Line($"{target}.{column.HasValue}[{index}] = {member} is not null;");
        Writer.Open($"if ({member} is {{ }} {local})");
        Members(column.Children, target, index, local, prefix);
        Writer.Close();
    }

    private void List(PhysicalColumn column, string target, string index, string member, string prefix)
    {
        string items = $"{target}.{column.Identifier}";
        string local = "list" + column.Identifier;
        Writer.Line($"var {local} = {member};");
        Writer.Line($"{items}_Start[{index}] = {items}.Count;");
        Writer.Line($"{items}_Count[{index}] = {local}.Count;");
        Writer.Line($"{items}.EnsureCapacity({items}.Count + {local}.Count);");
        Writer.Open($"for (int i{column.Identifier} = 0; i{column.Identifier} < {local}.Count; i{column.Identifier}++)");
        Writer.Line($"int at{column.Identifier} = {items}.Count++;");
        Writer.Line($"var item{column.Identifier} = {local}[i{column.Identifier}];");
        if (column.Schema.Nested!.Construction == RowConstruction.Scalar)
        {
            foreach (PhysicalColumn child in column.Children)
            {
                Scalar(child, items, $"at{column.Identifier}", $"item{column.Identifier}");
            }
        }
        else
        {
            Members(column.Children, items, $"at{column.Identifier}", $"item{column.Identifier}", prefix + column.Identifier);
        }

        Writer.Close();
    }

    private void Scalar(PhysicalColumn column, string target, string index, string value)
    {
        string cell = $"{target}.{column.Identifier}[{index}]";
        if (!column.Schema.IsNullable)
        {
            string raw = Raw(column.Schema.Kind, value);
            Writer.Line($"{cell} = {column.Form switch { TextForm.Word => $"TextWord.Of({raw})", TextForm.Key => $"new TextKey({raw})", _ => raw }};");
            return;
        }

        Writer.Line($"{target}.{column.HasValue}[{index}] = {value} is not null;");
        Writer.Line($"{cell} = {value} is {{ }} some{column.Identifier} ? {Raw(column.Schema.Kind, "some" + column.Identifier)} : default;");
    }

    private static string Raw(ColumnKind kind, string value) => kind switch
    {
        ColumnKind.Text => $"Generated.Stage({value}, _rowText)",
        ColumnKind.String => $"Generated.Stage({value}, _rowText)",
        ColumnKind.DateTimeOffset => $"{value}.UtcTicks",
        ColumnKind.DateTime => $"Generated.Ticks({value})",
        ColumnKind.DateOnly => $"{value}.DayNumber",
        ColumnKind.TimeSpan => $"{value}.Ticks",
        _ => value,
    };
}
