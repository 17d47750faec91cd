using System.Runtime.CompilerServices;

namespace Compiled.Memory;

/// <summary>
/// UTF-8 text inside a pinned or native block: the element type of string columns. Valid only as long as the block, that is for one batch.
/// Unmanaged, 16 bytes; 64 bytes after the text are readable, so a short text may be loaded as one vector.
/// </summary>
public readonly unsafe struct Utf8Slice : IEquatable<Utf8Slice>
{
    /// <summary>Address of the first byte.</summary>
    public readonly byte* Pointer;

    /// <summary>Length in bytes.</summary>
    public readonly int Length;

    /// <summary>Text of <paramref name="length"/> bytes at <paramref name="pointer"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Utf8Slice(byte* pointer, int length)
    {
        Pointer = pointer;
        Length = length;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(Pointer, Length);
    }

    /// <summary>Whether the bytes equal <paramref name="other"/>: how generated code compares a column with a constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(ReadOnlySpan<byte> other) => Span.SequenceEqual(other);

    /// <summary>
    /// Whether the text is a constant of 1 to 8 bytes: <paramref name="word"/> holds its bytes, little-endian, shifted to the top. One load and no branch, since 64 bytes behind a slice are readable.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(ulong word, int length) => (((*(ulong*)Pointer << (64 - (8 * length))) ^ word) | (uint)(Length ^ length)) == 0;

    /// <summary>Whether the text is a constant of 9 to 16 bytes: its first eight and its last eight bytes, little-endian.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(ulong first, ulong last, int length) =>
        ((*(ulong*)Pointer ^ first) | (*(ulong*)(Pointer + length - 8) ^ last) | (uint)(Length ^ length)) == 0;

    /// <inheritdoc/>
    public bool Equals(Utf8Slice other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Utf8Slice other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => new Utf8String(this).GetHashCode();

    /// <summary>The text as a new string.</summary>
    public override string ToString() => System.Text.Encoding.UTF8.GetString(Span);
}
