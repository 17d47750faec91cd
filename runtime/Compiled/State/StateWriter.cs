using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>Collects the bytes of a key or of aggregates in a reused, growing buffer.</summary>
public sealed class StateWriter
{
    private byte[] _buffer = new byte[256];

    /// <summary>Number of bytes written since <see cref="Clear"/>.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, Length);

    /// <summary>Starts again.</summary>
    public void Clear() => Length = 0;

    /// <summary>Appends a value as it lies in memory.</summary>
    public void Write<T>(in T value)
        where T : unmanaged
    {
        MemoryMarshal.Write(Reserve(Unsafe.SizeOf<T>()), in value);
    }

    /// <summary>Appends bytes without their length.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

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

    internal void WriteBigEndian(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(sizeof(ushort)), value);

    internal void WriteBigEndian(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), value);

    internal void CutTo(int length) => Length = length;

    private Span<byte> Reserve(int bytes)
    {
        int end = checked(Length + bytes);
        if (end > _buffer.Length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Math.Max((uint)end, (uint)_buffer.Length * 2), (uint)Array.MaxLength));
        }

        Span<byte> room = _buffer.AsSpan(Length, bytes);
        Length = end;
        return room;
    }
}
