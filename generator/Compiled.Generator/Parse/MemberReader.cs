using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>A member of a row type with what its attributes say.</summary>
internal sealed record RowMember(string Name, ITypeSymbol Type, string DataName, bool IsEventTime, DateEncoding? Date);

/// <summary>The members of a row type in the order of their columns, and how a value is built of them.</summary>
internal sealed record MemberLayout(RowConstruction Construction, IReadOnlyList<RowMember> Members, string? Problem);

/// <summary>Finds the members of a row type and the way to build it: tuple, anonymous type, primary constructor, settable members, or a constructor that names all members.</summary>
internal sealed class MemberReader
{
    private readonly KnownSymbols _symbols;

    public MemberReader(KnownSymbols symbols) => _symbols = symbols;

    public MemberLayout Read(INamedTypeSymbol type)
    {
        if (type.IsTupleType)
        {
            return new MemberLayout(RowConstruction.Constructor, type.TupleElements.Select(e => Member(e, e.Type, null)).ToArray(), null);
        }

        List<ISymbol> members = PublicMembers(type);
        if (type.IsAnonymousType)
        {
            return new MemberLayout(RowConstruction.Constructor, members.Select(m => Member(m, TypeOf(m), null)).ToArray(), null);
        }

        List<ISymbol> settable = members.Where(IsSettable).ToList();
        if (Constructors.FindFull(type, members, settable) is { } constructor)
        {
            RowMember[] columns = constructor.Parameters
                .Select(p => (Parameter: p, Symbol: Constructors.MemberOf(p, members)!))
                .Select(m => Member(m.Symbol, TypeOf(m.Symbol), m.Parameter))
                .ToArray();
            return new MemberLayout(RowConstruction.Constructor, columns, null);
        }

        RowMember[] initialised = settable.Select(m => Member(m, TypeOf(m), null)).ToArray();
        return new MemberLayout(RowConstruction.Initializer, initialised, ProblemOf(type, members, settable));
    }

    private static string? ProblemOf(INamedTypeSymbol type, List<ISymbol> members, List<ISymbol> settable)
    {
        string name = type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        bool hasParameterless = type.IsValueType
            || type.InstanceConstructors.Any(c => c.Parameters.Length == 0 && c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal);
        if (!hasParameterless)
        {
            return $"'{name}' can be built neither by a constructor that takes each of its members nor by a parameterless one";
        }

        return settable.Count == 0
            ? $"'{name}' has no public member that can be set" + (members.Count == 0 ? "" : $": '{members[0].Name}' is read-only")
            : null;
    }

    /// <summary>Public instance properties with a getter and public fields, those of base types first, without overridden ones.</summary>
    internal static List<ISymbol> PublicMembers(INamedTypeSymbol type)
    {
        List<ISymbol> members = type.BaseType is { SpecialType: SpecialType.None } parent ? PublicMembers(parent) : [];
        foreach (ISymbol member in type.GetMembers())
        {
            bool isColumn = member is { IsStatic: false, DeclaredAccessibility: Accessibility.Public }
                && member is IPropertySymbol { IsIndexer: false, GetMethod: not null } or IFieldSymbol { IsImplicitlyDeclared: false, DeclaredAccessibility: Accessibility.Public, IsStatic: false };
            if (isColumn)
            {
                members.RemoveAll(m => m.Name == member.Name);
                members.Add(member);
            }
        }

        return members;
    }

    internal static ITypeSymbol TypeOf(ISymbol member) => member is IPropertySymbol property ? property.Type : ((IFieldSymbol)member).Type;

    private static bool IsSettable(ISymbol member) => member switch
    {
        IPropertySymbol property => property.SetMethod is { DeclaredAccessibility: Accessibility.Public },
        IFieldSymbol field => !field.IsReadOnly && !field.IsConst,
        _ => false,
    };

    private RowMember Member(ISymbol member, ITypeSymbol type, IParameterSymbol? parameter)
    {
        string name = member.Name;
        bool isEventTime = false;
        DateEncoding? date = null;
        IEnumerable<AttributeData> attributes = parameter is null ? member.GetAttributes() : member.GetAttributes().Concat(parameter.GetAttributes());
        foreach (AttributeData attribute in attributes)
        {
            INamedTypeSymbol? kind = attribute.AttributeClass;
            if ((KnownSymbols.Same(kind, _symbols.Column) || KnownSymbols.Same(kind, _symbols.JsonPropertyName))
                && attribute.ConstructorArguments.Length == 1 && attribute.ConstructorArguments[0].Value is string given)
            {
                name = given;
            }
            else if (KnownSymbols.Same(kind, _symbols.EventTime) || KnownSymbols.Same(kind, _symbols.DateFormat))
            {
                isEventTime |= KnownSymbols.Same(kind, _symbols.EventTime);
                date = DateOf(attribute) ?? date;
            }
        }

        return new RowMember(Identifier.OfMember(member), type, name, isEventTime, date);
    }

    private static DateEncoding? DateOf(AttributeData attribute)
    {
        DateUnit unit = DateUnit.Text;
        string? pattern = null;
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == "Unit" && argument.Value.Value is int number)
            {
                unit = (DateUnit)number;
            }
            else if (argument.Key == "Pattern")
            {
                pattern = argument.Value.Value as string;
            }
        }

        return unit == DateUnit.Text && pattern is null ? null : new DateEncoding(unit, pattern);
    }
}
