using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Compiled.Formats;

/// <summary>A growing, reused byte buffer that writers append to.</summary>
public sealed class Utf8Buffer : IBufferWriter<byte>
{
    private byte[] _bytes;
    private int _length;

    /// <summary>A buffer with room for <paramref name="capacity"/> bytes to start with.</summary>
    public Utf8Buffer(int capacity = 64 * 1024) => _bytes = new byte[capacity];

    /// <summary>Number of bytes written.</summary>
    public int Length => _length;

    /// <summary>The bytes written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>The bytes written, as memory; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, _length);

    /// <summary>Forgets what was written and keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Room for at least <paramref name="size"/> bytes; call <see cref="Advance"/> with what was used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(int count) => _length += count;

    /// <summary>Appends bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    /// <summary>Appends one byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(byte value)
    {
        Reserve(1)[0] = value;
        _length++;
    }

    /// <summary>Appends a text as UTF-8; unpaired surrogates become U+FFFD, null is nothing.</summary>
    public void AppendUtf16(ReadOnlySpan<char> text) =>
        _length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>The bytes written, to be changed in place.</summary>
    internal Span<byte> WrittenSpan => _bytes.AsSpan(0, _length);

    /// <inheritdoc/>
    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Reserve(Math.Max(sizeHint, 1));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size) => Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, (long)_length + size))));
}
