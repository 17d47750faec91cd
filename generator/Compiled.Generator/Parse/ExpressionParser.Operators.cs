using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Compiled.Generator.Parse;

/// <summary>Unary and binary operators, conversions.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ParseUnary(IUnaryOperation unary)
    {
        string? symbol = unary.OperatorKind switch
        {
            UnaryOperatorKind.Minus => "-",
            UnaryOperatorKind.Plus => "+",
            UnaryOperatorKind.Not => "!",
            UnaryOperatorKind.BitwiseNegation => "~",
            _ => null,
        };
        return symbol is null
            ? Unreadable(unary, $"The operator '{unary.Syntax}' is not readable in row code: put it into a static method and call that.")
            : new UnaryExpression(_context.Types.Read(unary.Type!), symbol, Parse(unary.Operand), unary.IsChecked);
    }

    private Expression ParseBinary(IBinaryOperation binary)
    {
        string? symbol = SymbolOf(binary.OperatorKind);
        if (symbol is null)
        {
            return Unreadable(binary, "This operator is not readable in row code: put it into a static method and call that.");
        }

        if (symbol is "==" or "!=")
        {
            IOperation? other = IsNull(binary.RightOperand) ? binary.LeftOperand : IsNull(binary.LeftOperand) ? binary.RightOperand : null;
            if (other is not null)
            {
                return new IsNullExpression(Boolean, Parse(WithoutReferenceConversion(other)), IsNegated: symbol == "!=");
            }

            if (binary.OperatorMethod is null && binary.LeftOperand.Type is { IsReferenceType: true, SpecialType: not SpecialType.System_String })
            {
                return Unreadable(binary, "This compares references, and rows are columns that have none: compare members, or make the type a record.");
            }
        }

        if (binary.OperatorMethod is { Name: "op_BitwiseAnd" or "op_BitwiseOr" } && (symbol is "&&" or "||") && binary.Type?.SpecialType != SpecialType.System_Boolean)
        {
            return Unreadable(binary, "A user-defined && or || is not readable in row code: put it into a static method and call that.");
        }

        Expression left = Parse(binary.LeftOperand);
        Expression right = Parse(binary.RightOperand);
        return new BinaryExpression(_context.Types.Read(binary.Type!, orNull: false), symbol, left, right, binary.IsChecked, binary.IsLifted);
    }

    /// <summary>(a, b) == (c, d).</summary>
    private Expression ParseTupleBinary(ITupleBinaryOperation tuple)
    {
        string symbol = tuple.OperatorKind == BinaryOperatorKind.Equals ? "==" : "!=";
        return new BinaryExpression(Boolean, symbol, Parse(tuple.LeftOperand), Parse(tuple.RightOperand), IsChecked: false, IsLifted: false);
    }

    private static string? SymbolOf(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => "+",
        BinaryOperatorKind.Subtract => "-",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.Remainder => "%",
        BinaryOperatorKind.LeftShift => "<<",
        BinaryOperatorKind.RightShift => ">>",
        BinaryOperatorKind.UnsignedRightShift => ">>>",
        BinaryOperatorKind.And => "&",
        BinaryOperatorKind.Or => "|",
        BinaryOperatorKind.ExclusiveOr => "^",
        BinaryOperatorKind.ConditionalAnd => "&&",
        BinaryOperatorKind.ConditionalOr => "||",
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => null,
    };

    private Expression ParseConversion(IConversionOperation conversion)
    {
        IOperation operand = conversion.Operand;
        Conversion kind = conversion.GetConversion();
        if (kind.IsIdentity || kind.IsConditionalExpression || kind.IsSwitchExpression || kind.IsObjectCreation || kind.IsDefaultLiteral)
        {
            return Parse(operand);
        }

        ITypeSymbol target = conversion.Type!;
        if (IsNull(operand))
        {
            return kind.IsUserDefined
                ? Unreadable(conversion, $"null is no '{target.Name}': make the type nullable, or use a value such as Utf8String.Empty.")
                : new DefaultExpression(_context.Types.Read(target, orNull: true));
        }

        if (operand.ConstantValue is { HasValue: true, Value: string text } && KnownSymbols.Same(TypeReader.WithoutNull(target), _context.Symbols.Utf8String))
        {
            return TextConstant(target, text);
        }

        if (kind.IsBoxing || (operand.Type is { IsValueType: true } && target is { IsValueType: false }))
        {
            return _context.Symbols.RowsElement(operand.Type) is not null
                ? RowsMisused(operand)
                : Unreadable(conversion, $"A value of type '{operand.Type!.Name}' would be boxed into '{target.Name}', an allocation for each row: use a method that takes the value's own type.");
        }

        if (conversion.IsTryCast || kind.IsUnboxing || (kind.IsReference && kind.IsExplicit))
        {
            return Unreadable(conversion, "A cast that asks for an object's type is not readable in row code: rows are columns and have no type at run time.");
        }

        bool orNull = kind.IsReference && operand.Type?.NullableAnnotation == NullableAnnotation.Annotated;
        TypeRef type = _context.Types.Read(target, orNull);
        return kind.IsUserDefined && KnownSymbols.Same(target, _context.Symbols.Utf8String)
            ? AsText(Parse(operand), type)
            : new ConversionExpression(type, Parse(operand), conversion.IsChecked);
    }

    /// <summary>A string as text: constants behind a condition become bytes when the code is made, and not anew for each row.</summary>
    private static Expression AsText(Expression value, TypeRef text) => value switch
    {
        ConstantExpression { Type.Kind: ColumnKind.String } constant => constant with { Type = text },
        ConditionalExpression conditional => conditional with { Type = text, WhenTrue = AsText(conditional.WhenTrue, text), WhenFalse = AsText(conditional.WhenFalse, text) },
        _ => new ConversionExpression(text, value, IsChecked: false),
    };

    /// <summary>A constant text as bytes; for a nullable target, converted to it.</summary>
    private Expression TextConstant(ITypeSymbol target, string text)
    {
        ConstantExpression constant = new(_context.Types.Read(TypeReader.WithoutNull(target)), text);
        return TypeReader.NullableValue(target) is null ? constant : new ConversionExpression(_context.Types.Read(target), constant, IsChecked: false);
    }

    private static bool IsNull(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation is ILiteralOperation { ConstantValue: { HasValue: true, Value: null } };
    }

    /// <summary>x == null on a reference converts x to object first: the plan asks x itself.</summary>
    private static IOperation WithoutReferenceConversion(IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion && (conversion.GetConversion().IsReference || conversion.GetConversion().IsIdentity))
        {
            operation = conversion.Operand;
        }

        return operation;
    }
}
