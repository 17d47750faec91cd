using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>Properties and fields.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ParseProperty(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (reference.Instance is null)
        {
            return ParseStaticMember(reference, property, property.Type);
        }

        if (IsGroup(reference.Instance))
        {
            return property.Name == "Key" ? ParseGroupKey() : ParseGroupWindow(reference);
        }

        if (property.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            Expression nullable = Parse(reference.Instance);
            return property.Name == "HasValue"
                ? new IsNullExpression(Boolean, nullable, IsNegated: true)
                : new ConversionExpression(_context.Types.Read(property.Type), nullable, IsChecked: false);
        }

        if (_context.Symbols.RowsElement(reference.Instance.Type) is not null && property.Name != "Count")
        {
            return RowsMisused(reference.Instance);
        }

        if (reference.Arguments.Length > 0)
        {
            return Unreadable(reference, "An indexer is not readable in row code: put it into a static method and call that.");
        }

        return Member(reference.Instance, property, property.Type);
    }

    private Expression ParseField(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (reference.Instance is not null)
        {
            return Member(reference.Instance, field, field.Type);
        }

        return field.IsReadOnly || field.IsConst
            ? ParseStaticMember(reference, field, field.Type)
            : Unreadable(reference, $"The static field '{field.Name}' can change while the job runs: make it readonly, or give the value as a parameter of the query.");
    }

    private Expression Member(IOperation instance, ISymbol member, ITypeSymbol type)
    {
        Expression target = ParseTarget(instance);
        if (target is NewExpression { Kind: NewKind.Constructor, Type.Name: "global::Compiled.WindowBounds" } bounds)
        {
            return bounds.Arguments[member.Name == "End" ? 1 : 0];
        }

        return new MemberExpression(_context.Types.Read(type), target, Identifier.OfMember(member));
    }

    /// <summary>The receiver of a member or call. Only there may a list of rows stand, since its Count is asked for.</summary>
    private Expression ParseTarget(IOperation instance)
    {
        bool isRows = _context.Symbols.RowsElement(instance.Type) is not null;
        Expression target = Parse(instance);
        if (isRows && target is not (MemberExpression or NullConditionalTarget))
        {
            return RowsMisused(instance);
        }

        return target;
    }

    private Expression RowsMisused(IOperation operation)
    {
        _context.Error(
            RuleIds.RowsMisused, operation.Syntax, "A list of rows can be flattened by SelectMany or counted by Count; its elements are columns and not objects.");
        return Placeholder(operation.Type);
    }

    private Expression ParseStaticMember(IOperation reference, ISymbol member, ITypeSymbol type) =>
        CanName(member.ContainingType)
            ? new StaticMemberExpression(_context.Types.Read(type), TypeReader.NameOf(member.ContainingType) + "." + Identifier.Of(member.Name))
            : FileLocal(reference, member.ContainingType);

    private static bool CanName(ITypeSymbol? type) => type is not INamedTypeSymbol { IsFileLocal: true };

    private Expression FileLocal(IOperation operation, ITypeSymbol type) =>
        Unreadable(operation, $"'{type.Name}' is file-local, so that generated code cannot name it: make it internal or nest it in the pipeline's class.");

    private bool IsGroup(IOperation operation) =>
        _scope.Group is { } group && operation is IParameterReferenceOperation reference && KnownSymbols.Same(reference.Parameter, group.Parameter);

    private Expression ParseGroupKey()
    {
        GroupScope group = _scope.Group!;
        return group.Key is { } key ? new GroupKeyExpression(key) : Bounds();
    }

    private Expression ParseGroupWindow(IOperation reference) => _scope.Group!.HasWindow
        ? Bounds()
        : Unreadable(reference, "The rows are grouped without a window: give one to GroupBy, for example Window.Tumbling(\"15 minutes\").");

    private Expression Bounds()
    {
        TypeRef time = _context.Types.Read(_context.Symbols.DateTimeOffset!);
        Expression[] bounds = [new WindowBoundExpression(time, IsEnd: false), new WindowBoundExpression(time, IsEnd: true)];
        return new NewExpression(
            _context.Types.Read(_context.Symbols.WindowBounds!), NewKind.Constructor, bounds.ToEquatable(), new[] { "Start", "End" }.ToEquatable(), EquatableArray<MemberInitializer>.Empty);
    }
}
