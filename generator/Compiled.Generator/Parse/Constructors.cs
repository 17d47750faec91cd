using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Compiled.Generator.Parse;

/// <summary>Which constructor parameter initialises which member.</summary>
internal static class Constructors
{
    /// <summary>A constructor whose parameters name all settable members: a record's primary one, or that of an immutable class. Null if members are to be set instead.</summary>
    public static IMethodSymbol? FindFull(INamedTypeSymbol type, List<ISymbol> members, List<ISymbol> settable)
    {
        IEnumerable<IMethodSymbol> candidates = type.InstanceConstructors
            .Where(c => c.Parameters.Length > 0 && c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal)
            .Where(c => c.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In && MemberOf(p, members) is not null))
            .Where(c => settable.All(m => c.Parameters.Any(p => ReferenceEquals(MemberOf(p, members), m))));

        // A class or struct with settable members of its own is built by setting them: a constructor may do anything.
        return candidates
            .Where(c => IsPositional(type, c) || settable.Count == 0)
            .OrderByDescending(c => c.Parameters.Length)
            .FirstOrDefault();
    }

    /// <summary>The member of the same name (a parameter may begin in lower case) and type.</summary>
    public static ISymbol? MemberOf(IParameterSymbol parameter, List<ISymbol> members) =>
        members.FirstOrDefault(m => m.Name == parameter.Name && SameType(m, parameter))
        ?? members.FirstOrDefault(m => string.Equals(m.Name, parameter.Name, StringComparison.OrdinalIgnoreCase) && SameType(m, parameter));

    /// <summary>
    /// The property that each argument of the constructor initialises without further effect, in order of the parameters; empty where that is not known.
    /// </summary>
    public static string[] InitialisedMembers(IMethodSymbol constructor)
    {
        INamedTypeSymbol type = constructor.ContainingType;
        if (constructor.Parameters.Length == 0 || !IsPositional(type, constructor))
        {
            return [];
        }

        List<ISymbol> members = MemberReader.PublicMembers(type);
        List<string> names = [];
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            ISymbol? member = members.FirstOrDefault(m => m.Name == parameter.Name && SameType(m, parameter));
            if (member is null || !IsPlain(member))
            {
                return [];
            }

            names.Add(Identifier.OfMember(member));
        }

        return names.ToArray();
    }

    /// <summary>Whether this is the primary constructor of a record.</summary>
    private static bool IsPositional(INamedTypeSymbol type, IMethodSymbol constructor)
    {
        if (constructor.DeclaringSyntaxReferences.Length > 0)
        {
            return constructor.DeclaringSyntaxReferences[0].GetSyntax() is RecordDeclarationSyntax;
        }

        // From a referenced assembly: a record struct cannot be told from a struct, but the compiler gives positional records a Deconstruct of the same parameters.
        return type.GetMembers("Deconstruct").OfType<IMethodSymbol>().Any(d =>
            d.Parameters.Length == constructor.Parameters.Length
            && d.Parameters.Zip(constructor.Parameters, (a, b) => a.RefKind == RefKind.Out && a.Name == b.Name && SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(same => same));
    }

    /// <summary>A field, or a property that gives back what it was given: declared by the primary constructor or in another assembly.</summary>
    private static bool IsPlain(ISymbol member) =>
        member is IFieldSymbol || member.DeclaringSyntaxReferences.All(r => r.GetSyntax() is ParameterSyntax);

    private static bool SameType(ISymbol member, IParameterSymbol parameter) =>
        SymbolEqualityComparer.Default.Equals(MemberReader.TypeOf(member), parameter.Type);
}
