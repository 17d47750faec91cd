using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Parse;

/// <summary>Names as they must be written in C#.</summary>
internal static class Identifier
{
    private const string TransparentPrefix = "<>h__TransparentIdentifier";

    /// <summary>The name of a member as the plan has it: as it is written in C#. The pairs that the C# compiler makes of range variables have members whose names cannot be written.</summary>
    public static string OfMember(ISymbol member) =>
        member.Name.StartsWith(TransparentPrefix, StringComparison.Ordinal) ? "__pair" + member.Name.Substring(TransparentPrefix.Length) : Of(member.Name);

    /// <summary>The name, with @ if it is a keyword.</summary>
    public static string Of(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
