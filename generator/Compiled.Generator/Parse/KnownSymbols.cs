using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>The symbols that parsing asks for, looked up once a compilation. They never leave Parse.</summary>
internal sealed class KnownSymbols
{
    private static readonly ConditionalWeakTable<Compilation, KnownSymbols> s_cache = new();

    private readonly Dictionary<ITypeSymbol, Plan.ColumnKind> _scalars = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _pureTypes = new(SymbolEqualityComparer.Default);

    private KnownSymbols(Compilation compilation)
    {
        INamedTypeSymbol? Find(string name) => compilation.GetTypeByMetadataName(name);

        Query = Find("Compiled.QueryAttribute");
        Json = Find("Compiled.JsonAttribute");
        Csv = Find("Compiled.CsvAttribute");
        Text = Find("Compiled.TextAttribute");
        Binary = Find("Compiled.BinaryAttribute");
        Column = Find("Compiled.ColumnAttribute");
        DateFormat = Find("Compiled.DateFormatAttribute");
        EventTime = Find("Compiled.EventTimeAttribute");
        JsonPropertyName = Find("System.Text.Json.Serialization.JsonPropertyNameAttribute");
        Stream = Find("Compiled.IStream`1");
        OrderedStream = Find("Compiled.IOrderedStream`1");
        Group = Find("Compiled.IGroup`2");
        Window = Find("Compiled.Window");
        WindowBounds = Find("Compiled.WindowBounds");
        StreamOperators = Find("Compiled.StreamOperators");
        GroupAggregates = Find("Compiled.GroupAggregates");
        Rows = Find("Compiled.Rows`1");
        Utf8String = Find("Compiled.Utf8String");
        Utf8Split = Find("Compiled.Utf8Split");
        DateTimeOffset = Find("System.DateTimeOffset");
        DateTime = compilation.GetSpecialType(SpecialType.System_DateTime);

        AddScalar(Utf8String, Plan.ColumnKind.Text);
        AddScalar(DateTimeOffset, Plan.ColumnKind.DateTimeOffset);
        AddScalar(Find("System.TimeSpan"), Plan.ColumnKind.TimeSpan);
        AddScalar(Find("System.DateOnly"), Plan.ColumnKind.DateOnly);
        foreach (string name in new[] { "System.Math", "System.MathF", "System.TimeOnly", "System.Numerics.BitOperations", "System.Char" })
        {
            if (Find(name) is { } type)
            {
                _pureTypes.Add(type);
            }
        }
    }

    public INamedTypeSymbol? Query { get; }

    public INamedTypeSymbol? Json { get; }

    public INamedTypeSymbol? Csv { get; }

    public INamedTypeSymbol? Text { get; }

    public INamedTypeSymbol? Binary { get; }

    public INamedTypeSymbol? Column { get; }

    public INamedTypeSymbol? DateFormat { get; }

    public INamedTypeSymbol? EventTime { get; }

    public INamedTypeSymbol? JsonPropertyName { get; }

    public INamedTypeSymbol? Stream { get; }

    public INamedTypeSymbol? OrderedStream { get; }

    public INamedTypeSymbol? Group { get; }

    public INamedTypeSymbol? Window { get; }

    public INamedTypeSymbol? WindowBounds { get; }

    public INamedTypeSymbol? StreamOperators { get; }

    public INamedTypeSymbol? GroupAggregates { get; }

    public INamedTypeSymbol? Rows { get; }

    public INamedTypeSymbol? Utf8String { get; }

    public INamedTypeSymbol? Utf8Split { get; }

    public INamedTypeSymbol? DateTimeOffset { get; }

    public INamedTypeSymbol DateTime { get; }

    public static KnownSymbols Of(Compilation compilation) => s_cache.GetValue(compilation, static c => new KnownSymbols(c));

    public static bool Same(ISymbol? left, ISymbol? right) => left is not null && SymbolEqualityComparer.Default.Equals(left, right);

    /// <summary>The kind of a type that is one value, not nullable; null for all others.</summary>
    public Plan.ColumnKind? ScalarKind(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Plan.ColumnKind.Boolean,
        SpecialType.System_SByte => Plan.ColumnKind.SByte,
        SpecialType.System_Byte => Plan.ColumnKind.Byte,
        SpecialType.System_Int16 => Plan.ColumnKind.Int16,
        SpecialType.System_UInt16 => Plan.ColumnKind.UInt16,
        SpecialType.System_Int32 => Plan.ColumnKind.Int32,
        SpecialType.System_UInt32 => Plan.ColumnKind.UInt32,
        SpecialType.System_Int64 => Plan.ColumnKind.Int64,
        SpecialType.System_UInt64 => Plan.ColumnKind.UInt64,
        SpecialType.System_Single => Plan.ColumnKind.Single,
        SpecialType.System_Double => Plan.ColumnKind.Double,
        SpecialType.System_Decimal => Plan.ColumnKind.Decimal,
        SpecialType.System_String => Plan.ColumnKind.String,
        SpecialType.System_DateTime => Plan.ColumnKind.DateTime,
        _ => _scalars.TryGetValue(type, out Plan.ColumnKind kind) ? kind : null,
    };

    /// <summary>Whether methods of this framework type depend on nothing but their arguments.</summary>
    public bool IsPure(ITypeSymbol type) => type is not null && (ScalarKind(type) is not null || _pureTypes.Contains(type));

    /// <summary>The row type, if <paramref name="type"/> is a stream.</summary>
    public ITypeSymbol? StreamElement(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && (Same(named.OriginalDefinition, Stream) || Same(named.OriginalDefinition, OrderedStream)) ? named.TypeArguments[0] : null;

    /// <summary>The element type, if <paramref name="type"/> is Rows.</summary>
    public ITypeSymbol? RowsElement(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && Same(named.OriginalDefinition, Rows) ? named.TypeArguments[0] : null;

    private void AddScalar(ITypeSymbol? type, Plan.ColumnKind kind)
    {
        if (type is not null)
        {
            _scalars.Add(type, kind);
        }
    }
}
