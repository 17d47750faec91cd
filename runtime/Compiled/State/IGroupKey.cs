using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <summary>
/// A grouping key: a small unmanaged value with its own hash and equality, called without indirection because tables are specialised to it.
/// Generated composite keys are structs of ready-made ones (<see cref="ValueKey{T}"/>, <see cref="TextKey"/>, …) and combine their answers.
/// </summary>
/// <typeparam name="TKey">The implementing type.</typeparam>
public interface IGroupKey<TKey>
    where TKey : unmanaged, IGroupKey<TKey>
{
    /// <summary>A hash that is the same in every process and on every machine; equal keys have equal hashes. The upper 32 bits are used.</summary>
    static abstract ulong Hash(in TKey key);

    /// <summary>Whether both are the same group.</summary>
    static abstract bool Equal(in TKey left, in TKey right);

    /// <summary>What <see cref="Hash"/> says of a key that holds all of itself; of one that points elsewhere anything. For loops in which a call would cost more than it brings. Default: <see cref="Hash"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual ulong InlineHash(in TKey key) => TKey.Hash(in key);

    /// <summary>The upper 32 bits of <see cref="InlineHash"/>, for keys that can give them with less work. Default: from there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual uint InlineUpperHash(in TKey key) => (uint)(TKey.InlineHash(in key) >> 32);

    /// <summary>
    /// A hash for indexes that only remember where groups of which there are few were found: equal keys have equal ones, its upper bits are used, and where it is poor rows take longer and nothing else.
    /// Default: the upper 32 bits of <see cref="Hash"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual uint HomeHash(in TKey key) => (uint)(TKey.Hash(in key) >> 32);

    /// <summary>What <see cref="HomeHash"/> says of a key that holds all of itself; of one that points elsewhere anything. Default: <see cref="InlineUpperHash"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual uint InlineHomeHash(in TKey key) => TKey.InlineUpperHash(in key);

    /// <summary>0 if both hold the same bits, and so are the same group; keys that point elsewhere may be the same group with other bits. Default: by <see cref="Equal"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual ulong InlineDifference(in TKey left, in TKey right) => TKey.Equal(in left, in right) ? 0u : 1u;

    /// <summary>Whether <see cref="InlineDifference"/> is 0, for keys that can tell with less work. Default: by it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual bool InlineEqual(in TKey left, in TKey right) => TKey.InlineDifference(in left, in right) == 0;

    /// <summary>Whether a key holds all of itself, so that <see cref="Intern"/> does nothing. Default: not known, no.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static virtual bool IsInline(in TKey key) => false;

    /// <summary>Whether a key is an integer, and equal keys are equal integers: a table may then find groups by <see cref="IntegerOf"/>. Default: no.</summary>
    static virtual bool IsInteger => false;

    /// <summary>The integer that a key is, if <see cref="IsInteger"/>; else 0.</summary>
    static virtual long IntegerOf(in TKey key) => 0;

    /// <summary>Copies what the key points to into <paramref name="arena"/> and makes it point there. Called once, on the copy that a table keeps.</summary>
    static virtual void Intern(ref TKey key, TextArena arena)
    {
    }

    /// <summary>Appends the key as bytes, such that different keys give different bytes.</summary>
    static abstract void Write(in TKey key, StateWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote; text goes into <paramref name="arena"/>.</summary>
    static abstract TKey Read(ref StateReader reader, TextArena arena);
}
