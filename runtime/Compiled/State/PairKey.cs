using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>A key of two parts; parts may be pairs themselves.</summary>
/// <typeparam name="TFirst">The first part.</typeparam>
/// <typeparam name="TSecond">The second part.</typeparam>
public struct PairKey<TFirst, TSecond> : IGroupKey<PairKey<TFirst, TSecond>>
    where TFirst : unmanaged, IGroupKey<TFirst>
    where TSecond : unmanaged, IGroupKey<TSecond>
{
    /// <summary>The first part.</summary>
    public TFirst First;

    /// <summary>The second part.</summary>
    public TSecond Second;

    /// <summary>A key of two parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PairKey(TFirst first, TSecond second)
    {
        First = first;
        Second = second;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash(in PairKey<TFirst, TSecond> key) => KeyHash.Combine(TFirst.Hash(in key.First), TSecond.Hash(in key.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal(in PairKey<TFirst, TSecond> left, in PairKey<TFirst, TSecond> right) =>
        TFirst.Equal(in left.First, in right.First) && TSecond.Equal(in left.Second, in right.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineHash(in PairKey<TFirst, TSecond> key) => KeyHash.Combine(TFirst.InlineHash(in key.First), TSecond.InlineHash(in key.Second));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong InlineDifference(in PairKey<TFirst, TSecond> left, in PairKey<TFirst, TSecond> right) =>
        TFirst.InlineDifference(in left.First, in right.First) | TSecond.InlineDifference(in left.Second, in right.Second);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsInline(in PairKey<TFirst, TSecond> key) => TFirst.IsInline(in key.First) && TSecond.IsInline(in key.Second);

    /// <inheritdoc/>
    public static void Intern(ref PairKey<TFirst, TSecond> key, TextArena arena)
    {
        TFirst.Intern(ref key.First, arena);
        TSecond.Intern(ref key.Second, arena);
    }

    /// <inheritdoc/>
    public static void Write(in PairKey<TFirst, TSecond> key, StateWriter writer)
    {
        TFirst.Write(in key.First, writer);
        TSecond.Write(in key.Second, writer);
    }

    /// <inheritdoc/>
    public static PairKey<TFirst, TSecond> Read(ref StateReader reader, TextArena arena)
    {
        TFirst first = TFirst.Read(ref reader, arena);
        return new(first, TSecond.Read(ref reader, arena));
    }
}
