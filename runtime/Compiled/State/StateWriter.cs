using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>Collects the bytes of groups in a reused, growing buffer.</summary>
public sealed class StateWriter
{
    private byte[] _buffer = new byte[256];

    /// <summary>Number of bytes written since <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>The bytes written, to be changed; valid until the next write.</summary>
    internal Span<byte> Bytes => _buffer.AsSpan(0, Length);

    /// <summary>Starts again.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends a value as it lies in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write<T>(in T value)
        where T : unmanaged
    {
        // One comparison and one store a value: a save writes several values a group, of a million groups.
        int start = Length;
        if (_buffer.Length - start < Unsafe.SizeOf<T>())
        {
            Grow(Unsafe.SizeOf<T>());
        }

        Unsafe.WriteUnaligned(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_buffer), start), value);
        Length = start + Unsafe.SizeOf<T>();
    }

    /// <summary>Appends bytes without their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - Length < bytes.Length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Appends a 32-bit length and the text.</summary>
    public void WriteText(Utf8Slice text)
    {
        Write(text.Length);
        WriteBytes(text.Span);
    }

    /// <summary>Appends a <see cref="TextCell"/>, null or not.</summary>
    public void WriteText(in TextCell text)
    {
        if (text.IsNull)
        {
            Write(-1);
        }
        else
        {
            WriteText(text.Value);
        }
    }

    /// <summary>Appends room to be filled later through <see cref="Bytes"/>.</summary>
    internal void Skip(int bytes)
    {
        if (_buffer.Length - Length < bytes)
        {
            Grow(bytes);
        }

        Length += bytes;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int bytes)
    {
        int end = checked(Length + bytes);
        Array.Resize(ref _buffer, (int)Math.Min(Math.Max((uint)end, (uint)_buffer.Length * 2), (uint)Array.MaxLength));
    }
}
