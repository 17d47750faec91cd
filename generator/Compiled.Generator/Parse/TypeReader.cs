using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>Types as the plan names them.</summary>
internal sealed class TypeReader
{
    private static readonly SymbolDisplayFormat s_format = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private readonly KnownSymbols _symbols;
    private readonly SchemaParser _schemas;
    private readonly Dictionary<ITypeSymbol, TypeRef> _cache = new(SymbolEqualityComparer.IncludeNullability);

    public TypeReader(KnownSymbols symbols, SchemaParser schemas)
    {
        _symbols = symbols;
        _schemas = schemas;
    }

    /// <summary>The type's C# name, keywords for built-in types, global:: for all others.</summary>
    public static string NameOf(ITypeSymbol type) => type.ToDisplayString(s_format);

    /// <summary>T of Nullable of T; null for all other types.</summary>
    public static ITypeSymbol? NullableValue(ITypeSymbol? type) =>
        type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } named ? named.TypeArguments[0] : null;

    /// <summary>Without Nullable and without annotation.</summary>
    public static ITypeSymbol WithoutNull(ITypeSymbol type) => NullableValue(type) ?? type.WithNullableAnnotation(NullableAnnotation.NotAnnotated);

    public TypeRef Read(ITypeSymbol type)
    {
        if (!_cache.TryGetValue(type, out TypeRef? read))
        {
            bool nullable = NullableValue(type) is not null || (type.IsReferenceType && type.NullableAnnotation == NullableAnnotation.Annotated);
            read = new TypeRef(NameOf(type), KindOf(WithoutNull(type)), type.IsValueType, nullable, type.IsUnmanagedType);
            _cache.Add(type, read);
        }

        return read;
    }

    /// <summary>As <see cref="Read(ITypeSymbol)"/>; a reference is nullable if <paramref name="orNull"/>.</summary>
    public TypeRef Read(ITypeSymbol type, bool orNull) =>
        Read(type.IsReferenceType ? type.WithNullableAnnotation(orNull ? NullableAnnotation.Annotated : NullableAnnotation.NotAnnotated) : type);

    private ColumnKind? KindOf(ITypeSymbol type)
    {
        if (_symbols.ScalarKind(type) is { } scalar)
        {
            return scalar;
        }

        if (_symbols.RowsElement(type) is not null)
        {
            return ColumnKind.List;
        }

        return _schemas.Parse(type).Problem is null ? ColumnKind.Record : null;
    }
}
