using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>What decoders of flat rows have in common.</summary>
internal static class DecoderParts
{
    /// <summary>Name of the field that holds a column's date pattern.</summary>
    public static string PatternField(PhysicalColumn column) => column.Identifier + "Pattern";

    /// <summary>The runtime type that makes of a text what the column holds.</summary>
    public static string TextForm(PhysicalColumn column) => column.Form == Plan.TextForm.Word ? "TextWord" : "TextKey";

    /// <summary>Patterns are read when the decoder is made.</summary>
    public static void EmitPatterns(SourceWriter writer, IEnumerable<PhysicalColumn> columns)
    {
        foreach (PhysicalColumn column in columns.Where(c => FieldParserCode.HasPattern(c.Schema)))
        {
            writer.Line($"private readonly DatePattern {PatternField(column)} = DatePattern.Parse({CSharpText.Literal(column.Schema.Date!.Pattern!)});");
        }
    }

    /// <summary>The rare path of a batch with malformed rows, out of the way of the loop.</summary>
    public static void EmitDropMalformed(SourceWriter writer, string cursor, IEnumerable<PhysicalColumn> columns)
    {
        writer.Open("private void DropMalformed()");
        writer.Line($"{cursor}.ReportMalformed();");
        foreach (PhysicalColumn column in columns)
        {
            writer.Line($"{cursor}.Drop(_columns.{column.Identifier});");
            if (column.Schema.IsNullable)
            {
                writer.Line($"{cursor}.Drop(_columns.{column.HasValue});");
            }
        }

        writer.Close();
    }
}
