using System.Reflection;

namespace Compiled.Queries.Tests.Interpreting;

/// <summary>C#'s operators and conversions on boxed values, found at run time by the C# binder: another implementation than the one that is tested.</summary>
internal static class Operations
{
    private static readonly MethodInfo CastMethod = typeof(Operations).GetMethod(nameof(CastTo), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static object? Convert(object? value, string typeName, bool isChecked = false)
    {
        Type type = TypeNames.Resolve(typeName);
        Type target = Nullable.GetUnderlyingType(type) ?? type;
        if (value is null)
        {
            return type == target && type.IsValueType ? throw new InvalidOperationException("A nullable value is null.") : null;
        }

        return value.GetType() == target ? value : CastMethod.MakeGenericMethod(target).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [value, isChecked], null);
    }

    public static object? Unary(string symbol, object? operand, bool isChecked)
    {
        dynamic? value = operand;
        return operand is null ? null : symbol switch
        {
            "-" => isChecked ? checked(-value) : unchecked(-value),
            "+" => +value,
            "!" => !value,
            "~" => ~value,
            _ => throw new InvalidOperationException(symbol),
        };
    }

    public static object? Binary(string symbol, object? left, object? right, bool isLifted, bool isChecked)
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
            "+" => isChecked ? checked(a + b) : unchecked(a + b),
            "-" => isChecked ? checked(a - b) : unchecked(a - b),
            "*" => isChecked ? checked(a * b) : unchecked(a * b),
            "/" => a / b,
            "%" => a % b,
            "&" => a & b,
            "|" => a | b,
            "^" => a ^ b,
            "<<" => a << b,
            ">>" => a >> b,
            ">>>" => UnsignedShift(left, (int)right),
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

    // The binder does not know this one.
    private static object UnsignedShift(object value, int count) => value switch
    {
        int n => n >>> count,
        uint n => n >>> count,
        long n => n >>> count,
        ulong n => n >>> count,
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    private static T CastTo<T>(object value, bool isChecked)
    {
        dynamic any = value;
        return isChecked ? checked((T)any) : unchecked((T)any);
    }
}
