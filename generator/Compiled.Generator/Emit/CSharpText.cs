using System.Globalization;
using System.Text;

namespace Compiled.Generator.Emit;

/// <summary>Text as C# literals.</summary>
public static class CSharpText
{
    /// <summary>A string literal with its quotes; only printable ASCII appears as itself.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"", text.Length + 2);
        foreach (char c in text)
        {
            literal.Append(Escaped(c, '"'));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A character literal with its quotes.</summary>
    public static string Literal(char c) => "'" + Escaped(c, '\'') + "'";

    private static string Escaped(char c, char quote) => c switch
    {
        '\\' => "\\\\",
        '\t' => "\\t",
        '\n' => "\\n",
        '\r' => "\\r",
        _ when c == quote => "\\" + c,
        < ' ' or > '~' => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
        _ => c.ToString(),
    };
}
