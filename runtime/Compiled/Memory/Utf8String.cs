using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Compiled.Memory;

namespace Compiled;

/// <summary>
/// Text as the UTF-8 bytes it arrived as. A value that a query hands to row code points into the input block and is valid only during that call;
/// what sinks deliver to user code, and what is made from a <see cref="string"/>, owns its bytes. <see cref="ToOwned"/> makes an owned copy.
/// </summary>
/// <remarks>
/// Comparison is ordinal by byte, which orders like code points. Lengths and positions count bytes, not characters.
/// The default value is the empty text.
/// </remarks>
public readonly unsafe struct Utf8String : IEquatable<Utf8String>, IComparable<Utf8String>, IComparable, ISpanFormattable, IUtf8SpanFormattable
{
    private readonly byte[]? _owner;
    private readonly byte* _pointer;
    private readonly int _length;

    /// <summary>A view of <paramref name="slice"/>; it does not own the bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Utf8String(Utf8Slice slice)
    {
        _owner = null;
        _pointer = slice.Pointer;
        _length = slice.Length;
    }

    /// <summary>An owned copy of <paramref name="utf8"/>, which must be valid UTF-8 (not checked).</summary>
    public Utf8String(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return;
        }

        _owner = GC.AllocateUninitializedArray<byte>(utf8.Length, pinned: true);
        utf8.CopyTo(_owner);
        _pointer = (byte*)Unsafe.AsPointer(ref _owner[0]);
        _length = utf8.Length;
    }

    /// <summary>An owned value of the same text as <paramref name="text"/>; allocates.</summary>
    public Utf8String(string text)
        : this(Encoding.UTF8.GetBytes(text ?? throw new ArgumentNullException(nameof(text))).AsSpan())
    {
    }

    /// <summary>The empty text.</summary>
    public static Utf8String Empty => default;

    /// <summary>Length in bytes.</summary>
    public int Length => _length;

    /// <summary>Whether there is no byte.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Whether this value owns its bytes and may therefore be kept for ever.</summary>
    public bool IsOwned => _owner is not null || _length == 0;

    /// <summary>The bytes; valid as long as this value is.</summary>
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(_pointer, _length);
    }

    /// <summary>The byte at <paramref name="index"/>.</summary>
    /// <exception cref="IndexOutOfRangeException">The index is negative or not less than <see cref="Length"/>.</exception>
    public byte this[int index] => Span[index];

    /// <summary>Text to UTF-8; allocates at run time. In row code the compiler turns constants into bytes at build time.</summary>
    public static implicit operator Utf8String(string text) => new(text);

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(Utf8String left, Utf8String right) => left.Span.SequenceEqual(right.Span);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(Utf8String left, Utf8String right) => !left.Span.SequenceEqual(right.Span);

    /// <summary>Whether <paramref name="left"/> orders before <paramref name="right"/>.</summary>
    public static bool operator <(Utf8String left, Utf8String right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> orders after <paramref name="right"/>.</summary>
    public static bool operator >(Utf8String left, Utf8String right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> orders before or with <paramref name="right"/>.</summary>
    public static bool operator <=(Utf8String left, Utf8String right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> orders after or with <paramref name="right"/>.</summary>
    public static bool operator >=(Utf8String left, Utf8String right) => left.CompareTo(right) >= 0;

    /// <summary>This value, if it owns its bytes; else an owned copy.</summary>
    public Utf8String ToOwned() => IsOwned ? this : new Utf8String(Span);

    /// <summary>The bytes as a slice; valid as long as this value is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Utf8Slice AsSlice() => new(_pointer, _length);

    /// <summary>Whether <paramref name="value"/> occurs in this text.</summary>
    public bool Contains(Utf8String value) => Span.IndexOf(value.Span) >= 0;

    /// <summary>Whether this text begins with <paramref name="value"/>.</summary>
    public bool StartsWith(Utf8String value) => Span.StartsWith(value.Span);

    /// <summary>Whether this text ends with <paramref name="value"/>.</summary>
    public bool EndsWith(Utf8String value) => Span.EndsWith(value.Span);

    /// <summary>Byte position of the first <paramref name="value"/>, or -1.</summary>
    public int IndexOf(Utf8String value) => Span.IndexOf(value.Span);

    /// <summary>The text from byte <paramref name="start"/> on; shares the bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside this text.</exception>
    public Utf8String Substring(int start) => Substring(start, _length - start);

    /// <summary><paramref name="length"/> bytes from byte <paramref name="start"/> on; shares the bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside this text.</exception>
    public Utf8String Substring(int start, int length)
    {
        if ((uint)start > (uint)_length || (uint)length > (uint)(_length - start))
        {
            throw new ArgumentOutOfRangeException(nameof(start));
        }

        return new Utf8String(_owner, _pointer + start, length);
    }

    /// <summary>The text without ASCII white space at both ends; shares the bytes.</summary>
    public Utf8String Trim()
    {
        ReadOnlySpan<byte> span = Span;
        int start = 0;
        int end = span.Length;
        while (start < end && IsSpace(span[start]))
        {
            start++;
        }

        while (end > start && IsSpace(span[end - 1]))
        {
            end--;
        }

        return new Utf8String(_owner, _pointer + start, end - start);
    }

    /// <summary>The parts between occurrences of <paramref name="separator"/>, an ASCII character; empty parts included, as in <see cref="string.Split(char, StringSplitOptions)"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="separator"/> is not ASCII.</exception>
    public Utf8Split Split(char separator) => Split(separator, StringSplitOptions.None);

    /// <summary>The parts between occurrences of <paramref name="separator"/>, an ASCII character.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="separator"/> is not ASCII, or <paramref name="options"/> trims.</exception>
    public Utf8Split Split(char separator, StringSplitOptions options) => new(this, separator, options);

    /// <inheritdoc/>
    public int CompareTo(Utf8String other) => Span.SequenceCompareTo(other.Span);

    /// <inheritdoc/>
    int IComparable.CompareTo(object? obj) =>
        obj switch
        {
            null => 1,
            Utf8String other => CompareTo(other),
            _ => throw new ArgumentException("Not a Utf8String.", nameof(obj)),
        };

    /// <inheritdoc/>
    public bool Equals(Utf8String other) => this == other;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Utf8String other && this == other;

    /// <summary>A hash of the bytes, the same in every process (results may depend on it only through equality).</summary>
    public override int GetHashCode()
    {
        uint hash = 2166136261;
        foreach (byte b in Span)
        {
            hash = (hash ^ b) * 16777619;
        }

        return (int)hash;
    }

    /// <summary>The text as a new string; invalid UTF-8 becomes U+FFFD.</summary>
    public override string ToString() => _length == 0 ? "" : Encoding.UTF8.GetString(Span);

    /// <inheritdoc/>
    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    /// <inheritdoc/>
    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Encoding.UTF8.TryGetChars(Span, destination, out charsWritten);

    /// <inheritdoc/>
    bool IUtf8SpanFormattable.TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        bytesWritten = Span.TryCopyTo(utf8Destination) ? _length : 0;
        return bytesWritten == _length;
    }

    internal Utf8String(byte[]? owner, byte* pointer, int length)
    {
        _owner = owner;
        _pointer = pointer;
        _length = length;
    }

    private static bool IsSpace(byte b) => b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
