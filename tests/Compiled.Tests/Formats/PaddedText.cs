using System.Runtime.InteropServices;
using System.Text;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Bytes at a fixed address, with hostile bytes in the padding: digits, so that code that reads too far gives another value.</summary>
internal sealed unsafe class PaddedText : IDisposable
{
    private readonly byte* _block;

    public PaddedText(string text)
        : this(Encoding.UTF8.GetBytes(text))
    {
    }

    public PaddedText(ReadOnlySpan<byte> bytes, byte padding = (byte)'7')
    {
        int total = bytes.Length + (2 * Frame.Padding);
        _block = (byte*)NativeMemory.Alloc((nuint)total);
        new Span<byte>(_block, total).Fill(padding);
        Length = bytes.Length;
        bytes.CopyTo(new Span<byte>(Pointer, Length));
    }

    public byte* Pointer => _block + Frame.Padding;

    public int Length { get; }

    /// <summary>Replaces all bytes, as the next read into the block would.</summary>
    public void Overwrite(byte value) => new Span<byte>(Pointer, Length).Fill(value);

    public Frame ToFrame(int length, bool isFinal) => new(Pointer, length, isFinal, 0, "test");

    public void Dispose() => NativeMemory.Free(_block);
}
