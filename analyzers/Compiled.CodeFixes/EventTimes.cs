using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.CodeFixes;

/// <summary>Which member of a row says when it happened.</summary>
internal static class EventTimes
{
    /// <summary>The member with [EventTime], else the only date there is, else null.</summary>
    public static string? MemberOf(ITypeSymbol row)
    {
        List<string> dates = [.. row.GetMembers().Where(m => !m.IsStatic && m.DeclaredAccessibility == Accessibility.Public && IsDate(m)).Select(m => m.Name)];
        return dates.FirstOrDefault(name => IsMarked(row, name)) ?? (dates.Count == 1 ? dates[0] : null);
    }

    public static bool HasDate(ITypeSymbol row, string member) => row.GetMembers(member).Any(IsDate);

    /// <summary>A parameter name for a lambda that no parameter of the method around has.</summary>
    public static string ParameterFor(ITypeSymbol row, SyntaxNode place)
    {
        string name = row.Name.Length > 0 ? char.ToLowerInvariant(row.Name[0]).ToString() : "row";
        return place.Ancestors().OfType<MethodDeclarationSyntax>().SelectMany(m => m.ParameterList.Parameters).Any(p => p.Identifier.ValueText == name) ? "row" : name;
    }

    private static bool IsDate(ISymbol member) => member switch
    {
        IPropertySymbol property => IsDate(property.Type),
        IFieldSymbol field => IsDate(field.Type),
        _ => false,
    };

    private static bool IsDate(ITypeSymbol type) => type.SpecialType == SpecialType.System_DateTime || type.ToDisplayString() == "System.DateTimeOffset";

    /// <summary>The attribute of a positional record's member may stand on the parameter.</summary>
    private static bool IsMarked(ITypeSymbol row, string name) => row.GetMembers(name)
        .Concat(row.GetMembers(".ctor").OfType<IMethodSymbol>().SelectMany(ctor => ctor.Parameters).Where(p => p.Name == name))
        .Any(symbol => symbol.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "Compiled.EventTimeAttribute"));
}
