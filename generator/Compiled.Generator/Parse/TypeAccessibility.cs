using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>How widely a type can be named: the generated Read and Write cannot be wider than the types in their signatures (CS0050, CS0051).</summary>
internal static class TypeAccessibility
{
    /// <summary>public, internal or private: the narrowest of the types in the signatures of these queries.</summary>
    public static string Narrowest(IEnumerable<IMethodSymbol> queries)
    {
        int narrowest = queries.SelectMany(q => q.Parameters.Select(p => p.Type).Concat([q.ReturnType])).Select(Rank).DefaultIfEmpty(2).Min();
        return narrowest switch
        {
            2 => "public",
            1 => "internal",
            _ => "private",
        };
    }

    private static int Rank(ITypeSymbol type)
    {
        int rank = type switch
        {
            IArrayTypeSymbol array => Rank(array.ElementType),
            INamedTypeSymbol named => named.TypeArguments.Select(Rank).DefaultIfEmpty(2).Min(),
            _ => 2,
        };
        for (ITypeSymbol? declared = type; declared is not null; declared = declared.ContainingType)
        {
            rank = Math.Min(rank, declared.DeclaredAccessibility switch
            {
                Accessibility.Public or Accessibility.NotApplicable => 2,
                Accessibility.Internal or Accessibility.ProtectedOrInternal => 1,
                _ => 0,
            });
        }

        return rank;
    }
}
