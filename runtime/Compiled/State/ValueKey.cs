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
        if (typeof(T) == typeof(decimal))
        {
            return DecimalHash.Of(Unsafe.BitCast<T, decimal>(key.Value));
        }

        return sizeof(T) is 1 or 2 or 4 or 8 ? (ulong)KeyHash.UpperOf(Bits(key.Value)) << 32 : HashBytes(key.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(in ValueKey<T> left, in ValueKey<T> right)
    {
        if (typeof(T) == typeof(decimal))
        {
            return Unsafe.BitCast<T, decimal>(left.Value) == Unsafe.BitCast<T, decimal>(right.Value);
        }

        return sizeof(T) is 1 or 2 or 4 or 8 ? Bits(left.Value) == Bits(right.Value) : EqualBytes(left.Value, right.Value);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineHash(in ValueKey<T> key) => Hash(in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint HomeHash(in ValueKey<T> key) => sizeof(T) is 1 or 2 or 4 or 8 ? KeyHash.HomeOf(Bits(key.Value)) : (uint)(Hash(in key) >> 32);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint InlineHomeHash(in ValueKey<T> key) => HomeHash(in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineDifference(in ValueKey<T> left, in ValueKey<T> right) =>
        typeof(T) != typeof(decimal) && sizeof(T) is 1 or 2 or 4 or 8 ? Bits(left.Value) ^ Bits(right.Value) : Equal(in left, in right) ? 0u : 1u;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInline(in ValueKey<T> key) => true;

    /// <inheritdoc/>
    public static bool IsInteger
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(long) || typeof(T) == typeof(ulong) || typeof(T) == typeof(int) || typeof(T) == typeof(uint)
            || typeof(T) == typeof(short) || typeof(T) == typeof(ushort) || typeof(T) == typeof(byte) || typeof(T) == typeof(sbyte) || typeof(T) == typeof(char);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long IntegerOf(in ValueKey<T> key)
    {
        if (!IsInteger)
        {
            return 0;
        }

        bool isSigned = typeof(T) == typeof(int) || typeof(T) == typeof(short) || typeof(T) == typeof(sbyte);
        return sizeof(T) switch
        {
            1 when isSigned => Unsafe.BitCast<T, sbyte>(key.Value),
            2 when isSigned => Unsafe.BitCast<T, short>(key.Value),
            4 when isSigned => Unsafe.BitCast<T, int>(key.Value),
            _ => (long)Bits(key.Value),
        };
    }

    /// <inheritdoc/>
    public static void Write(in ValueKey<T> key, StateWriter writer) => writer.Write(in key.Value);

    /// <inheritdoc/>
    public static ValueKey<T> Read(ref StateReader reader, TextArena arena) => new(reader.Read<T>());

    /// <inheritdoc/>
    public override string? ToString() => Value.ToString();

    // The address of a local keeps it out of registers, also in code that inlines this: hence apart.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ulong HashBytes(T value) => KeyHash.Of((byte*)&value, sizeof(T));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool EqualBytes(T left, T right) => new ReadOnlySpan<byte>(&left, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&right, sizeof(T)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(T value) =>
        sizeof(T) switch
        {
            1 => Unsafe.BitCast<T, byte>(value),
            2 => Unsafe.BitCast<T, ushort>(value),
            4 => Unsafe.BitCast<T, uint>(value),
            _ => Unsafe.BitCast<T, ulong>(value),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Normalize(T value)
    {
        // Adding +0.0 turns -0.0 into +0.0 and leaves every other number as it is.
        if (typeof(T) == typeof(double))
        {
            double number = Unsafe.BitCast<T, double>(value);
            return Unsafe.BitCast<double, T>(double.IsNaN(number) ? double.NaN : number + 0.0);
        }

        if (typeof(T) == typeof(float))
        {
            float number = Unsafe.BitCast<T, float>(value);
            return Unsafe.BitCast<float, T>(float.IsNaN(number) ? float.NaN : number + 0.0f);
        }

        if (typeof(T) == typeof(Half))
        {
            Half number = Unsafe.BitCast<T, Half>(value);
            return Unsafe.BitCast<Half, T>(Half.IsNaN(number) ? Half.NaN : number == Half.Zero ? Half.Zero : number);
        }

        return value;
    }
}
