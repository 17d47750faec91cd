using System.Buffers;
using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.Sources;

/// <summary>One block of native memory with <see cref="Frame.Padding"/> bytes on either side, visible as memory too.</summary>
internal sealed unsafe class BlockBuffer : MemoryManager<byte>
{
    private readonly Allocation _allocation;

    public BlockBuffer(int capacity)
    {
        _allocation = new Allocation((nuint)capacity + (2 * Frame.Padding));
        Capacity = capacity;
    }

    public int Capacity { get; }

    public byte* Start => _allocation.Address + Frame.Padding;

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_allocation.Address == null, this);
        return new Span<byte>(Start, Capacity);
    }

    public override MemoryHandle Pin(int elementIndex = 0) => new(Start + elementIndex);

    public override void Unpin()
    {
    }

    public void Free() => _allocation.Free();

    protected override void Dispose(bool disposing) => _allocation.Free();

    /// <summary>Frees the memory of a block that nobody completed, once nothing refers to the block any more.</summary>
    private sealed class Allocation
    {
        private const nuint Alignment = 64;

        public Allocation(nuint bytes)
        {
            Address = (byte*)NativeMemory.AlignedAlloc(bytes, Alignment);

            // The padding is read by vector code: defined bytes make every run the same.
            NativeMemory.Clear(Address, Frame.Padding);
            NativeMemory.Clear(Address + bytes - Frame.Padding, Frame.Padding);
        }

        ~Allocation() => Free();

        public byte* Address { get; private set; }

        public void Free()
        {
            NativeMemory.AlignedFree(Address);
            Address = null;
            GC.SuppressFinalize(this);
        }
    }
}
