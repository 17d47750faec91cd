using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>new, tuples, anonymous types, with.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ParseCreation(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor)
        {
            return CSharpError();
        }

        if (creation.Type is INamedTypeSymbol { IsAnonymousType: true } anonymous)
        {
            // The pairs that query syntax makes of its range variables.
            return NewAnonymous(anonymous, creation.Arguments.Select(a => Parse(a.Value)));
        }

        if (!CanName(creation.Type))
        {
            return FileLocal(creation, creation.Type!);
        }

        TypeRef type = _context.Types.Read(creation.Type!);
        if (constructor.Parameters.Length == 0 && creation.Initializer is null && constructor.IsImplicitlyDeclared && type.IsValueType)
        {
            return new DefaultExpression(type);
        }

        Expression[] arguments = Arguments(creation.Arguments).ToArray();
        string[] members = Constructors.InitialisedMembers(constructor);
        return new NewExpression(type, NewKind.Constructor, arguments.ToEquatable(), members.ToEquatable(), Initializers(creation.Initializer).ToEquatable());
    }

    private IEnumerable<MemberInitializer> Initializers(IObjectOrCollectionInitializerOperation? initializer)
    {
        foreach (IOperation entry in initializer?.Initializers ?? [])
        {
            if (entry is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: not null } target } assignment
                && target is IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.Length: 0 })
            {
                yield return new MemberInitializer(Identifier.OfMember(((IMemberReferenceOperation)assignment.Target).Member), ParseArgument(assignment.Value));
            }
            else if (entry is IInvalidOperation)
            {
                CSharpError();
            }
            else
            {
                Unreadable(entry, "Only members set to a value are readable here: build nested objects with 'new', and no collections.");
            }
        }
    }

    private Expression ParseAnonymous(IAnonymousObjectCreationOperation anonymous) =>
        NewAnonymous((INamedTypeSymbol)anonymous.Type!, anonymous.Initializers.Select(i => Parse(i is ISimpleAssignmentOperation assignment ? assignment.Value : i)));

    private NewExpression NewAnonymous(INamedTypeSymbol type, IEnumerable<Expression> values) => new(
        _context.Types.Read(type),
        NewKind.Anonymous,
        values.ToEquatable(),
        type.GetMembers().OfType<IPropertySymbol>().Select(Identifier.OfMember).ToEquatable(),
        EquatableArray<MemberInitializer>.Empty);

    private Expression ParseTuple(ITupleOperation tuple)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)tuple.Type!;
        return new NewExpression(
            _context.Types.Read(type),
            NewKind.Tuple,
            tuple.Elements.Select(Parse).ToEquatable(),
            type.TupleElements.Select(Identifier.OfMember).ToEquatable(),
            EquatableArray<MemberInitializer>.Empty);
    }

    /// <summary>a with { B = b } becomes a new value of all members, for records whose members are those of their primary constructor.</summary>
    private Expression ParseWith(IWithOperation with)
    {
        Expression operand = Parse(with.Operand);
        if (!CanRepeat(operand))
        {
            return NotRepeatable(with.Operand);
        }

        INamedTypeSymbol type = (INamedTypeSymbol)with.Type!;
        MemberInitializer[] changes = Initializers(with.Initializer).ToArray();
        if (type.IsAnonymousType || type.IsTupleType)
        {
            return Unreadable(with, "'with' on a tuple or an anonymous type is not readable in row code: build the new value with all its members.");
        }

        List<ISymbol> members = MemberReader.PublicMembers(type);
        IMethodSymbol? constructor = type.InstanceConstructors.FirstOrDefault(c => Constructors.InitialisedMembers(c).Length > 0 && !IsCopy(c));
        string[] initialised = constructor is null ? [] : Constructors.InitialisedMembers(constructor);
        bool hasOthers = type.GetMembers().OfType<IFieldSymbol>().Count(f => !f.IsStatic) != initialised.Length;
        if (constructor is null || hasOthers || changes.Any(c => !initialised.Contains(c.Member)))
        {
            return Unreadable(with, $"'with' is readable for records whose members are all declared by their primary constructor; '{type.Name}' has others: build the new value with 'new'.");
        }

        IEnumerable<Expression> values = initialised.Select(name =>
            changes.LastOrDefault(c => c.Member == name)?.Value
            ?? new MemberExpression(_context.Types.Read(MemberReader.TypeOf(members.First(m => Identifier.OfMember(m) == name))), operand, name));
        return new NewExpression(
            _context.Types.Read(type), NewKind.Constructor, values.ToEquatable(), initialised.ToEquatable(), EquatableArray<MemberInitializer>.Empty);
    }

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 1 && KnownSymbols.Same(constructor.Parameters[0].Type, constructor.ContainingType);
}
