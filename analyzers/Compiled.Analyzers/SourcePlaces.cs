using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Compiled.Analyzers;

/// <summary>Turns the plain places of a plan back into locations in syntax trees, which is what #pragma and the editor go by.</summary>
internal sealed class SourcePlaces(INamedTypeSymbol type, Compilation compilation)
{
    private readonly SyntaxTree[] _own = [.. type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree).Distinct()];

    public Location? Find(SourceSpan place)
    {
        // A query that uses types of other files may have findings there; its own files come first, since paths need not be unique.
        SyntaxTree? tree = _own.Concat(compilation.SyntaxTrees).FirstOrDefault(candidate => candidate.FilePath == place.Path);
        if (tree is null)
        {
            return type.Locations.FirstOrDefault();
        }

        TextLineCollection lines = tree.GetText().Lines;
        int start = Position(lines, place.StartLine, place.StartCharacter);
        return Location.Create(tree, TextSpan.FromBounds(start, Math.Max(start, Position(lines, place.EndLine, place.EndCharacter))));
    }

    private static int Position(TextLineCollection lines, int line, int character) =>
        Math.Min(lines[Math.Min(line, lines.Count - 1)].Start + character, lines[lines.Count - 1].End);
}
