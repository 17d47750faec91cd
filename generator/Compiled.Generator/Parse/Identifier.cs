using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Parse;

/// <summary>Names as they must be written in C#.</summary>
internal static class Identifier
{
    /// <summary>The name, with @ if it is a keyword.</summary>
    public static string Of(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
