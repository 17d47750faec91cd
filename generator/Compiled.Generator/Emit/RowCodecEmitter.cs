using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>The codec class of a result type: how its rows are written as JSON, CSV and text, and how they are copied so that they own their text.</summary>
public static class RowCodecEmitter
{
    public static void Emit(SourceWriter writer, RowSchema row, string className)
    {
        NestedRow[] nested = NestedRow.Below(row);
        writer.Line($"/// <summary>Writes and copies rows of {row.Type.Replace("global::", "").Replace('<', '{').Replace('>', '}')}.</summary>");
        writer.Open($"public sealed class {className} : RowCodec<{row.Type}>");
        writer.Line($"private static readonly string[] ColumnNames = [{string.Join(", ", row.Columns.Select(c => CSharpText.Literal(c.DataName)))}];");
        writer.Line();
        writer.Line("public override IReadOnlyList<string> Columns => ColumnNames;");
        writer.Line();
        RowJsonEmitter.Emit(writer, row, nested);
        writer.Line();
        RowFieldsEmitter.Emit(writer, row, nested);
        writer.Line();
        RowCopyEmitter.Emit(writer, row, nested);
        writer.Close();
    }
}
