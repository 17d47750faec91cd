using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>What the parsers of one class share: symbols, types, schemas, findings.</summary>
internal sealed class ParseContext
{
    private readonly Compilation _compilation;
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];
    private int _quiet;

    public ParseContext(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        Cancellation = cancellation;
        Symbols = KnownSymbols.Of(compilation);
        Schemas = new SchemaParser(Symbols, compilation.Assembly);
        Types = new TypeReader(Symbols, Schemas);
    }

    public CancellationToken Cancellation { get; }

    public KnownSymbols Symbols { get; }

    public TypeReader Types { get; }

    public SchemaParser Schemas { get; }

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Errors so far, of ours and of C#; a query during which it rises is not emitted.</summary>
    public int ErrorCount { get; private set; }

    public SemanticModel ModelOf(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model))
        {
            _models.Add(tree, model = _compilation.GetSemanticModel(tree));
        }

        return model;
    }

    /// <summary>Notes an error of ours.</summary>
    public void Error(string ruleId, SyntaxNode place, string message)
    {
        ErrorCount++;
        Add(ruleId, place.GetLocation(), message);
    }

    public void Error(string ruleId, Location place, string message)
    {
        ErrorCount++;
        Add(ruleId, place, message);
    }

    /// <summary>Notes an error even in code that is parsed quietly: one that only shows where queries meet.</summary>
    public void ErrorWhereQueriesMeet(string ruleId, SyntaxNode place, string message)
    {
        int quiet = _quiet;
        _quiet = 0;
        Error(ruleId, place, message);
        _quiet = quiet;
    }

    /// <summary>Notes that the C# compiler reports an error here, so that nothing of ours comes on top.</summary>
    public void CSharpError() => ErrorCount++;

    /// <summary>Notes something worth knowing that does not hinder emission.</summary>
    public void Info(string ruleId, Location place, string message) => Add(ruleId, place, message);

    /// <summary>Parses code whose findings are reported where it stands, and are not to be repeated for each of its uses.</summary>
    public T Quietly<T>(Func<T> parse)
    {
        _quiet++;
        try
        {
            return parse();
        }
        finally
        {
            _quiet--;
        }
    }

    public static SourceSpan SpanOf(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return new SourceSpan(span.Path ?? "", span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Line, span.EndLinePosition.Character);
    }

    private void Add(string ruleId, Location place, string message)
    {
        if (_quiet > 0)
        {
            return;
        }

        Finding finding = new(ruleId, SpanOf(place), new[] { message }.ToEquatable());
        if (!_findings.Contains(finding))
        {
            _findings.Add(finding);
        }
    }
}
