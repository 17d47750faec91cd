using System.Reflection;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>C#'s operators and conversions on boxed values, found at run time by the C# binder: another implementation than the one that is tested.</summary>
internal static class Operations
{
    private static readonly MethodInfo CastMethod = typeof(Operations).GetMethod(nameof(CastTo), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static object? Convert(object? value, string typeName)
    {
        Type type = TypeNames.Resolve(typeName);
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
        {
            return type == target && type.IsValueType ? throw new InvalidOperationException("A nullable value is null.") : null;
        }

        return value.GetType() == target ? value : CastMethod.MakeGenericMethod(target).Invoke(null, [value]);
    }

    public static object? Unary(string symbol, object? operand)
    {
        dynamic? value = operand;
        return operand is null ? null : symbol switch
        {
            "-" => unchecked(-value),
            "+" => +value,
            "!" => !value,
            "~" => ~value,
            _ => throw new InvalidOperationException(symbol),
        };
    }

    public static object? Binary(string symbol, object? left, object? right, bool isLifted)
    {
        if (left is null || right is null)
        {
            return OfNull(symbol, left, right, isLifted);
        }

        dynamic a = left;
        dynamic b = right;
        return symbol switch
        {
            "==" => left is StructuralRow ? left.Equals(right) : a == b,
            "!=" => left is StructuralRow ? !left.Equals(right) : a != b,
            "<" => a < b,
            "<=" => a <= b,
            ">" => a > b,
            ">=" => a >= b,
            "+" => unchecked(a + b),
            "-" => unchecked(a - b),
            "*" => unchecked(a * b),
            "/" => a / b,
            "%" => a % b,
            "&" => a & b,
            "|" => a | b,
            "^" => a ^ b,
            "<<" => a << b,
            ">>" => a >> b,
            _ => throw new InvalidOperationException(symbol),
        };
    }

    private static object? OfNull(string symbol, object? left, object? right, bool isLifted) => symbol switch
    {
        "==" => left is null && right is null,
        "!=" => left is not null || right is not null,
        "<" or "<=" or ">" or ">=" => false,
        "+" when !isLifted => string.Concat(left, right),
        "&" when left is false || right is false => false,
        "|" when left is true || right is true => true,
        _ => null,
    };

    private static T CastTo<T>(object value)
    {
        dynamic any = value;
        return unchecked((T)any);
    }
}
