using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator;

/// <summary>
/// What parsing a class gave, for as long as nothing has changed that it could have seen: Roslyn asks again after every edit anywhere in the project, and binding the queries is what a
/// keystroke would cost.
/// </summary>
/// <remarks>
/// Parsing sees the files of the class, options, references, and the declarations of all other files, but not the bodies of their methods: plans hold names of methods. So it is not
/// repeated if the class's files are the same objects and all others are the same or equivalent but for bodies. A changed file with a directive is taken for another one, since
/// <c>#nullable</c> changes what declarations mean. An entry lives as long as the class's syntax tree.
/// </remarks>
internal sealed class ParseCache
{
    private readonly ConditionalWeakTable<SyntaxTree, ConcurrentDictionary<int, Entry>> _entries = new();

    /// <summary>The result for the class declared at <paramref name="declaration"/>, parsed if need be.</summary>
    /// <param name="files">All files with a part of the class.</param>
    public ParseResult? Of(SyntaxNode declaration, IReadOnlyCollection<SyntaxTree> files, Compilation compilation, Func<ParseResult?> parse)
    {
        ConcurrentDictionary<int, Entry> entries = _entries.GetOrCreateValue(declaration.SyntaxTree);
        Seen seen = new(compilation, files);
        ParseResult? result = entries.TryGetValue(declaration.SpanStart, out Entry entry) && entry.Seen.IsAs(seen) ? entry.Result : parse();
        entries[declaration.SpanStart] = new Entry(seen, result);
        return result;
    }

    private readonly record struct Entry(Seen Seen, ParseResult? Result);

    /// <summary>What of a compilation parsing could see. No symbol: it would hold the whole compilation.</summary>
    private sealed class Seen(Compilation compilation, IReadOnlyCollection<SyntaxTree> files)
    {
        private readonly IReadOnlyCollection<SyntaxTree> _files = files;
        private readonly string? _assembly = compilation.AssemblyName;
        private readonly CompilationOptions _options = compilation.Options;
        private readonly ImmutableArray<MetadataReference> _references = compilation.ExternalReferences;
        private readonly SyntaxTree[] _trees = compilation.SyntaxTrees.ToArray();

        public bool IsAs(Seen now) =>
            _assembly == now._assembly
            && _options == now._options
            && _references.SequenceEqual(now._references)
            && _files.SequenceEqual(now._files)
            && _trees.Length == now._trees.Length
            && Enumerable.Range(0, _trees.Length).All(i => _trees[i] == now._trees[i] || (!_files.Contains(_trees[i]) && DeclaresTheSame(_trees[i], now._trees[i])));

        private static bool DeclaresTheSame(SyntaxTree before, SyntaxTree after) =>
            before.FilePath == after.FilePath
            && before.Options.Equals(after.Options)
            && !before.GetRoot().ContainsDirectives
            && !after.GetRoot().ContainsDirectives
            && SyntaxFactory.AreEquivalent(before, after, topLevel: true);
    }
}
