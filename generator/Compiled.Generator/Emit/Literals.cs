using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Emit;

/// <summary>C# literals.</summary>
public static class Literals
{
    /// <summary>A quoted string literal.</summary>
    public static string Text(string value) => SymbolDisplay.FormatLiteral(value, quote: true);

    /// <summary>A path in a #line directive: no escapes there.</summary>
    public static string Path(string path) => "\"" + path + "\"";

    /// <summary>A UTF-8 literal.</summary>
    public static string Utf8(string value) => Text(value) + "u8";
}
