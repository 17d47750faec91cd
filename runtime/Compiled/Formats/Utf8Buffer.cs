using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Compiled.Formats;

/// <summary>A growing, reused byte buffer that writers append to.</summary>
public sealed class Utf8Buffer : IBufferWriter<byte>
{
    /// <summary>Bytes behind the room asked for by <see cref="Begin"/> that may be written to: a whole vector.</summary>
    public const int Slack = 64;

    private byte[] _bytes;
    private int _length;
    private NumberTexts[] _numbers = [];
    private InstantTexts[] _instants = [];

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
    /// <exception cref="InsufficientMemoryException">An array cannot be so long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> Reserve(int size)
    {
        if (_bytes.Length - _length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(_length);
    }

    /// <summary>
    /// Begins what is written through references, without a check a value: the place of the next byte, with room for <paramref name="most"/> bytes, behind which writers may touch
    /// <see cref="Slack"/> more. Nothing else may be written before <see cref="End"/>.
    /// </summary>
    /// <exception cref="InsufficientMemoryException">An array cannot be so long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Begin(int most)
    {
        if (_bytes.Length - _length - Slack < most)
        {
            Grow((int)Math.Min(int.MaxValue, (long)most + Slack));
        }

        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), _length);
    }

    /// <summary>Ends what was begun by <see cref="Begin"/>.</summary>
    /// <param name="end">The place behind the last byte written.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(ref byte end) => _length = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetArrayDataReference(_bytes), ref end);

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

    /// <summary>What generated codecs format a column of numbers with; kept with the buffer, so that it is made once.</summary>
    /// <param name="column">0 and up, for each column of numbers in turn.</param>
    public NumberTexts Numbers(int column)
    {
        while (_numbers.Length <= column)
        {
            _numbers = [.. _numbers, new NumberTexts()];
        }

        return _numbers[column];
    }

    /// <summary>What generated codecs format a column of instants with; kept with the buffer, so that it is made once.</summary>
    /// <param name="column">0 and up, for each column of instants in turn.</param>
    public InstantTexts Instants(int column)
    {
        while (_instants.Length <= column)
        {
            _instants = [.. _instants, new InstantTexts()];
        }

        return _instants[column];
    }

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
    private void Grow(int size)
    {
        // Less room than was asked for would be written past.
        long needed = (long)_length + size;
        if (needed > Array.MaxLength)
        {
            throw new InsufficientMemoryException($"{needed} bytes do not fit into one buffer, which holds {Array.MaxLength} at most.");
        }

        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, needed)));
    }
}
