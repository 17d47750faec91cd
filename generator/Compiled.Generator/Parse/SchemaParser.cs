using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>A row type as parsed. With a <paramref name="Problem"/>, <paramref name="Schema"/> holds the members that can be columns, good enough for rows between two operators.</summary>
internal sealed record SchemaResult(RowSchema Schema, string? Problem);

/// <summary>Row types to columns: names, types, nullability, event time.</summary>
internal sealed class SchemaParser
{
    private readonly KnownSymbols _symbols;
    private readonly IAssemblySymbol _assembly;
    private readonly MemberReader _members;
    private readonly Dictionary<ITypeSymbol, SchemaResult> _cache = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);

    public SchemaParser(KnownSymbols symbols, IAssemblySymbol assembly)
    {
        _symbols = symbols;
        _assembly = assembly;
        _members = new MemberReader(symbols);
    }

    /// <summary>Parses a row type. Nullability of <paramref name="type"/> itself matters for rows that are a single value only.</summary>
    public SchemaResult Parse(ITypeSymbol type)
    {
        ITypeSymbol value = TypeReader.WithoutNull(type);
        if (_symbols.ScalarKind(value) is { } kind)
        {
            return new SchemaResult(Scalar(type, kind), null);
        }

        if (_cache.TryGetValue(value, out SchemaResult? known))
        {
            return known;
        }

        if (!_open.Add(value))
        {
            return Unreadable(value, $"'{Short(value)}' contains itself; a row has a fixed number of columns");
        }

        SchemaResult result = ParseMembers(value);
        _open.Remove(value);
        _cache.Add(value, result);
        return result;
    }

    private static RowSchema Scalar(ITypeSymbol type, ColumnKind kind)
    {
        bool nullable = TypeReader.NullableValue(type) is not null || (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated);
        string name = TypeReader.NameOf(type);
        ColumnSchema column = new("Value", "Value", name, kind, nullable, false, null, null);
        return new RowSchema(name, type.IsValueType, RowConstruction.Scalar, new[] { column }.ToEquatable());
    }

    private static SchemaResult Unreadable(ITypeSymbol type, string problem) =>
        new(new RowSchema(TypeReader.NameOf(type), type.IsValueType, RowConstruction.Initializer, EquatableArray<ColumnSchema>.Empty), problem);

    private static string Short(ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private SchemaResult ParseMembers(ITypeSymbol type)
    {
        if (RefusalOf(type) is { } refusal)
        {
            return Unreadable(type, refusal);
        }

        MemberLayout layout = _members.Read((INamedTypeSymbol)type);
        string? problem = layout.Problem;
        List<ColumnSchema> columns = [];
        foreach (RowMember member in layout.Members)
        {
            ColumnSchema? column = ParseMember(member, out string? memberProblem);
            if (column is not null)
            {
                columns.Add(column);
            }

            problem ??= memberProblem is null ? null : $"member '{member.Name}' of '{Short(type)}' {memberProblem}";
        }

        problem ??= columns.Count == 0 ? $"'{Short(type)}' has no public member that can be a column" : null;
        problem ??= DuplicateOf(columns, type);
        RowSchema schema = new(TypeReader.NameOf(type), type.IsValueType, layout.Construction, columns.ToEquatable());
        return new SchemaResult(schema, problem);
    }

    private string? RefusalOf(ITypeSymbol type)
    {
        string name = Short(type);
        if (_symbols.RowsElement(type) is not null)
        {
            return "a list is no row: a row has it as a member";
        }

        if (type is not INamedTypeSymbol named || type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
        {
            return type.TypeKind == TypeKind.Enum
                ? $"'{name}' is an enum, which no format reads: use Utf8String or a number"
                : $"'{name}' is no record, class or struct";
        }

        if (named.IsFileLocal)
        {
            return $"'{name}' is file-local, so that generated code cannot name it: make it internal or nest it in the pipeline's class";
        }

        if (named.IsAbstract && !named.IsAnonymousType)
        {
            return $"'{name}' is abstract, so that no row can be made of it";
        }

        bool isFramework = !named.IsTupleType && !named.IsAnonymousType && !KnownSymbols.Same(named.ContainingAssembly, _assembly)
            && named.ContainingNamespace?.ToDisplayString() is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal));
        return isFramework ? $"'{name}' is no type of a column: use a number, bool, Utf8String, a date, a record of these, or Rows<T>" : null;
    }

    private ColumnSchema? ParseMember(RowMember member, out string? problem)
    {
        ITypeSymbol value = TypeReader.WithoutNull(member.Type);
        bool nullable = TypeReader.NullableValue(member.Type) is not null
            || (member.Type.IsReferenceType && member.Type.NullableAnnotation == NullableAnnotation.Annotated);
        RowSchema? nested = null;
        ColumnKind kind;
        problem = null;
        if (_symbols.ScalarKind(value) is { } scalar)
        {
            kind = scalar;
        }
        else if (_symbols.RowsElement(value) is { } element)
        {
            SchemaResult result = Parse(element);
            (kind, nested, problem) = (ColumnKind.List, result.Schema, result.Problem);
            problem ??= nullable ? "is a nullable list: a missing list is an empty one, so leave the ? out" : null;
        }
        else
        {
            SchemaResult result = Parse(value);
            (kind, nested, problem) = (ColumnKind.Record, result.Schema, result.Problem);
        }

        if (member.IsEventTime && kind is not (ColumnKind.DateTimeOffset or ColumnKind.DateTime))
        {
            problem ??= "has [EventTime] but is no DateTimeOffset or DateTime";
        }

        if (problem is not null && nested is not null)
        {
            problem = "cannot be a column: " + problem;
            return nested.Columns.Count == 0 ? null : Column();
        }

        return Column();

        ColumnSchema Column() => new(member.Name, member.DataName, TypeReader.NameOf(member.Type), kind, nullable, member.IsEventTime, member.Date, nested);
    }

    private static string? DuplicateOf(List<ColumnSchema> columns, ITypeSymbol type)
    {
        if (columns.Count(c => c.IsEventTime) > 1)
        {
            return $"'{Short(type)}' has more than one [EventTime]";
        }

        IGrouping<string, ColumnSchema>? same = columns.GroupBy(c => c.DataName, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return same is null ? null : $"members '{same.First().Member}' and '{same.Last().Member}' of '{Short(type)}' are both read from '{same.Key}'";
    }
}
