using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>
/// Operations to typed expressions. What cannot be read is a finding at that very expression; parsing then goes on with a default value in its place,
/// so that one lambda can have several findings. A plan with findings of this kind is never emitted.
/// </summary>
internal sealed partial class ExpressionParser
{
    private readonly ParseContext _context;
    private readonly Scope _scope;

    public ExpressionParser(ParseContext context, Scope scope)
    {
        _context = context;
        _scope = scope;
    }

    private TypeRef Boolean => field ??= new TypeRef("bool", ColumnKind.Boolean, IsValueType: true, IsNullable: false, IsUnmanaged: true);

    public Expression Parse(IOperation operation)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        if (operation.Type is IErrorTypeSymbol || operation is IInvalidOperation)
        {
            return CSharpError();
        }

        return Constant(operation) ?? ParseVariable(operation);
    }

    private Expression ParseVariable(IOperation operation) => operation switch
    {
        IParameterReferenceOperation parameter => ParseParameter(parameter),
        IPropertyReferenceOperation property => ParseProperty(property),
        IFieldReferenceOperation field => ParseField(field),
        IConversionOperation conversion => ParseConversion(conversion),
        IBinaryOperation binary => ParseBinary(binary),
        ITupleBinaryOperation tuple => ParseTupleBinary(tuple),
        IUnaryOperation unary => ParseUnary(unary),
        IConditionalOperation conditional => ParseConditional(conditional),
        ICoalesceOperation coalesce => ParseCoalesce(coalesce),
        IConditionalAccessOperation access => ParseConditionalAccess(access),
        IConditionalAccessInstanceOperation instance => new NullConditionalTarget(_context.Types.Read(TypeReader.WithoutNull(instance.Type!))),
        IInvocationOperation invocation => ParseInvocation(invocation),
        IIsPatternOperation pattern => ParseIsPattern(pattern),
        ISwitchExpressionOperation @switch => ParseSwitch(@switch),
        IObjectCreationOperation creation => ParseCreation(creation),
        IAnonymousObjectCreationOperation anonymous => ParseAnonymous(anonymous),
        ITupleOperation tuple => ParseTuple(tuple),
        IWithOperation with => ParseWith(with),
        IDefaultValueOperation when operation.Type is { } type => new DefaultExpression(_context.Types.Read(type, orNull: true)),
        ITranslatedQueryOperation query => Parse(query.Operation),
        IParenthesizedOperation parenthesized => Parse(parenthesized.Operand),
        _ => Unreadable(operation, Refusal.Of(operation)),
    };

    private Expression? Constant(IOperation operation)
    {
        if (operation.Type is not { } type || !operation.ConstantValue.HasValue)
        {
            return null;
        }

        if (operation.ConstantValue.Value is not { } value)
        {
            return new DefaultExpression(_context.Types.Read(type, orNull: true));
        }

        if (value is string text)
        {
            return new ConstantExpression(_context.Types.Read(type, orNull: false), text);
        }

        // The name of an enum's member says more than its number.
        bool isNamed = type.TypeKind == TypeKind.Enum && operation is IFieldReferenceOperation;
        return isNamed
            ? new StaticMemberExpression(_context.Types.Read(type), TypeReader.NameOf(type) + "." + ((IFieldReferenceOperation)operation).Field.Name)
            : new ConstantExpression(_context.Types.Read(type), Literal.Of(value, type));
    }

    private Expression ParseParameter(IParameterReferenceOperation reference)
    {
        if (_scope.Find(reference.Parameter) is { } value)
        {
            return value;
        }

        if (_context.Symbols.StreamElement(reference.Parameter.Type) is not null)
        {
            return Unreadable(reference, $"The stream '{reference.Parameter.Name}' is no value of a row: row code sees one row at a time.");
        }

        if (KnownSymbols.Same(reference.Parameter.Type.OriginalDefinition, _context.Symbols.Group))
        {
            string message = KnownSymbols.Same(reference.Parameter, _scope.Group?.Parameter)
                ? $"A group is no value: ask for '{reference.Parameter.Name}.Key', '{reference.Parameter.Name}.Window' or an aggregate such as '{reference.Parameter.Name}.Count()'."
                : "An aggregate's argument sees one row of the group, not the group: combine aggregates outside of it.";
            return Unreadable(reference, message);
        }

        return Unreadable(reference, $"'{reference.Parameter.Name}' is not known here.");
    }

    private Expression ParseConditional(IConditionalOperation conditional)
    {
        if (conditional.WhenFalse is null || conditional.Type is null)
        {
            return CSharpError();
        }

        Expression condition = Parse(conditional.Condition);
        Expression whenTrue = Parse(conditional.WhenTrue);
        Expression whenFalse = Parse(conditional.WhenFalse);
        TypeRef type = _context.Types.Read(conditional.Type, whenTrue.Type.IsNullable || whenFalse.Type.IsNullable);
        return new ConditionalExpression(type, condition, whenTrue, whenFalse);
    }

    private Expression ParseCoalesce(ICoalesceOperation coalesce)
    {
        Expression value = Parse(coalesce.Value);
        Expression whenNull = Parse(coalesce.WhenNull);
        TypeRef type = _context.Types.Read(coalesce.Type!, whenNull.Type.IsNullable);

        // C# converts the value after it has been found not null (int? ?? long): the plan converts it before, null staying null.
        if (coalesce.Value.Type is { IsValueType: true } from && !KnownSymbols.Same(TypeReader.WithoutNull(from), TypeReader.WithoutNull(coalesce.Type!)))
        {
            TypeRef converted = type.IsNullable ? type : type with { Name = type.Name + "?", IsNullable = true };
            value = new ConversionExpression(converted, value, IsChecked: false);
        }

        return new CoalesceExpression(type, value, whenNull);
    }

    private Expression ParseConditionalAccess(IConditionalAccessOperation access)
    {
        Expression target = Parse(access.Operation);
        Expression whenNotNull = Parse(access.WhenNotNull);
        return new NullConditionalExpression(_context.Types.Read(access.Type!, orNull: true), target, whenNotNull);
    }

    private Expression Unreadable(IOperation operation, string message)
    {
        _context.Error(RuleIds.RowExpressionNotReadable, operation.Syntax, message);
        return Placeholder(operation.Type);
    }

    private Expression CSharpError()
    {
        _context.CSharpError();
        return Placeholder(null);
    }

    /// <summary>Keeps parsing going after a finding; never emitted.</summary>
    private Expression Placeholder(ITypeSymbol? type) =>
        new DefaultExpression(type is null or IErrorTypeSymbol ? new TypeRef("object", null, false, true, false) : _context.Types.Read(type));
}
