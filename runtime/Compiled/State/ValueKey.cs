using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>
/// A key of one scalar: an integer, bool, char, enum, float, double, decimal, Guid, or a date as its ticks. Equal as in C#'s <c>Equals</c>:
/// NaN is one group, -0.0 is 0.0, and decimals compare by value.
/// </summary>
/// <typeparam name="T">A scalar without padding bytes.</typeparam>
public readonly unsafe struct ValueKey<T> : IGroupKey<ValueKey<T>>
    where T : unmanaged
{
    /// <summary>The value; NaN and zero of floating-point types in one form.</summary>
    public readonly T Value;

    /// <summary>A key of <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ValueKey(T value) => Value = Normalize(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in ValueKey<T> key)
    {
        T value = key.Value;
        if (typeof(T) == typeof(decimal))
        {
            return DecimalHash.Of(Unsafe.As<T, decimal>(ref value));
        }

        return sizeof(T) switch
        {
            1 or 2 or 4 or 8 => KeyHash.Of(Bits(value)),
            16 => KeyHash.Of(Unsafe.As<T, ulong>(ref value), Unsafe.Add(ref Unsafe.As<T, ulong>(ref value), 1)),
            _ => KeyHash.Of((byte*)&value, sizeof(T)),
        };
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(in ValueKey<T> left, in ValueKey<T> right)
    {
        T a = left.Value;
        T b = right.Value;
        if (typeof(T) == typeof(decimal))
        {
            return Unsafe.As<T, decimal>(ref a) == Unsafe.As<T, decimal>(ref b);
        }

        return sizeof(T) switch
        {
            1 or 2 or 4 or 8 => Bits(a) == Bits(b),
            _ => new ReadOnlySpan<byte>(&a, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&b, sizeof(T))),
        };
    }

    /// <inheritdoc/>
    public static void Write(in ValueKey<T> key, StateWriter writer) => writer.Write(in key.Value);

    /// <inheritdoc/>
    public static ValueKey<T> Read(ref StateReader reader, TextArena arena) => new(reader.Read<T>());

    /// <inheritdoc/>
    public override string? ToString() => Value.ToString();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(T value) =>
        sizeof(T) switch
        {
            1 => Unsafe.As<T, byte>(ref value),
            2 => Unsafe.As<T, ushort>(ref value),
            4 => Unsafe.As<T, uint>(ref value),
            _ => Unsafe.As<T, ulong>(ref value),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Normalize(T value)
    {
        // Adding +0.0 turns -0.0 into +0.0 and leaves every other number as it is.
        if (typeof(T) == typeof(double))
        {
            double number = Unsafe.As<T, double>(ref value);
            number = double.IsNaN(number) ? double.NaN : number + 0.0;
            return Unsafe.As<double, T>(ref number);
        }

        if (typeof(T) == typeof(float))
        {
            float number = Unsafe.As<T, float>(ref value);
            number = float.IsNaN(number) ? float.NaN : number + 0.0f;
            return Unsafe.As<float, T>(ref number);
        }

        if (typeof(T) == typeof(Half))
        {
            Half number = Unsafe.As<T, Half>(ref value);
            number = Half.IsNaN(number) ? Half.NaN : number == Half.Zero ? Half.Zero : number;
            return Unsafe.As<Half, T>(ref number);
        }

        return value;
    }
}
