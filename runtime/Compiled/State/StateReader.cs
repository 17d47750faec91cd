using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>Reads back what a <see cref="StateWriter"/> wrote.</summary>
public ref struct StateReader
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the front of <paramref name="bytes"/>.</summary>
    public StateReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>Reads a value as it lies in memory.</summary>
    /// <exception cref="PipelineException">Fewer bytes are left (CMP0921).</exception>
    public T Read<T>()
        where T : unmanaged => MemoryMarshal.Read<T>(Take(Unsafe.SizeOf<T>()));

    /// <summary>Reads text written by <see cref="StateWriter.WriteText(Utf8Slice)"/> without copying it.</summary>
    /// <exception cref="PipelineException">Fewer bytes are left (CMP0921).</exception>
    public ReadOnlySpan<byte> ReadText() => Take(Read<int>());

    /// <summary>Reads text written by <see cref="StateWriter.WriteText(in TextCell)"/> into <paramref name="cell"/>, which must be null.</summary>
    /// <exception cref="PipelineException">Fewer bytes are left (CMP0921).</exception>
    public void ReadText(ref TextCell cell, TextArena arena)
    {
        int length = Read<int>();
        if (length != -1)
        {
            cell.Set(Take(length), arena);
        }
    }

    internal ReadOnlySpan<byte> Take(int bytes)
    {
        if ((uint)bytes > (uint)_rest.Length)
        {
            throw StateErrors.Damaged("an entry is shorter than its contents");
        }

        ReadOnlySpan<byte> taken = _rest[..bytes];
        _rest = _rest[bytes..];
        return taken;
    }
}
