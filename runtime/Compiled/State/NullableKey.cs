using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>A key that may be null; null is a group of its own. For text, <see cref="TextKey"/> holds null itself.</summary>
/// <typeparam name="TKey">The key of a value that is there.</typeparam>
public readonly struct NullableKey<TKey> : IGroupKey<NullableKey<TKey>>
    where TKey : unmanaged, IGroupKey<TKey>
{
    /// <summary>Whether there is a value.</summary>
    public readonly bool HasValue;

    /// <summary>The value; default if there is none.</summary>
    public readonly TKey Value;

    /// <summary>A key of <paramref name="value"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NullableKey(TKey value)
        : this(value, true)
    {
    }

    /// <summary>A key of <paramref name="value"/>, or null if <paramref name="hasValue"/> is false: for a column with a validity column beside it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public NullableKey(TKey value, bool hasValue)
    {
        HasValue = hasValue;
        Value = hasValue ? value : default;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in NullableKey<TKey> key) => key.HasValue ? TKey.Hash(in key.Value) : KeyHash.Of(~0ul);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(in NullableKey<TKey> left, in NullableKey<TKey> right) =>
        left.HasValue == right.HasValue && (!left.HasValue || TKey.Equal(in left.Value, in right.Value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineHash(in NullableKey<TKey> key) => Hash(in key);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineDifference(in NullableKey<TKey> left, in NullableKey<TKey> right) =>
        (left.HasValue == right.HasValue ? 0u : 1u) | TKey.InlineDifference(in left.Value, in right.Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInline(in NullableKey<TKey> key) => TKey.IsInline(in key.Value);

    /// <inheritdoc/>
    public static void Intern(ref NullableKey<TKey> key, TextArena arena) => TKey.Intern(ref Unsafe.AsRef(in key.Value), arena);

    /// <inheritdoc/>
    public static void Write(in NullableKey<TKey> key, StateWriter writer)
    {
        writer.Write(key.HasValue);
        if (key.HasValue)
        {
            TKey.Write(in key.Value, writer);
        }
    }

    /// <inheritdoc/>
    public static NullableKey<TKey> Read(ref StateReader reader, TextArena arena) =>
        reader.Read<byte>() != 0 ? new NullableKey<TKey>(TKey.Read(ref reader, arena)) : default;

    /// <inheritdoc/>
    public override string? ToString() => HasValue ? Value.ToString() : "null";
}
