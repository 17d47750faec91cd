using Microsoft.CodeAnalysis;

namespace Compiled.Analyzers;

/// <summary>Recognises the attributes of the API on symbols.</summary>
public static class ApiNames
{
    public const string Pipeline = "Compiled.PipelineAttribute";
    public const string Query = "Compiled.QueryAttribute";
    public const string Text = "Compiled.Utf8String";
    public const string EventTime = "Compiled.EventTimeAttribute";

    public static bool Has(this ISymbol symbol, INamedTypeSymbol attribute) =>
        symbol.GetAttributes().Any(a => SymbolEqualityComparer.Default.Equals(a.AttributeClass, attribute));
}
