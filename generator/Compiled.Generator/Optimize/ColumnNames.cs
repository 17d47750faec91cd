using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Optimize;

/// <summary>Names of columns in generated columns classes: the member's, unless C# or the class itself needs that name.</summary>
public static class ColumnNames
{
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal)
    {
        "Count", "Dispose", "EnsureCapacity", "Grow", "_arena", "_capacity", "capacity", "kept", "old",
        "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString",
    };

    /// <summary>The column's name.</summary>
    /// <param name="prefix">Path of the nested record with a trailing underscore, or empty.</param>
    /// <param name="member">The member.</param>
    public static string Of(string prefix, string member) =>
        prefix.Length == 0 && (s_taken.Contains(member) || SyntaxFacts.GetKeywordKind(member) != SyntaxKind.None || member.EndsWith("Columns", StringComparison.Ordinal))
            ? "Column_" + member
            : prefix + member;
}
