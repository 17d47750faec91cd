using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// Full-sized segments that tables have given back, for the next ones of any table: windows come and go, and memory fresh from the kernel (on a virtual machine also from its
/// host) costs several times what clearing it costs. Keeps a bounded number; thread-safe.
/// </summary>
internal static unsafe class SegmentPool
{
    /// <summary>Size of the blocks kept, without their padding.</summary>
    public const nuint BlockBytes = 2 << 20;

    // 64 MB.
    private const int MostKept = 32;
    private static readonly Stack<NativeBlock> Kept = new();

    /// <summary>A zeroed block of <see cref="BlockBytes"/>.</summary>
    public static NativeBlock Rent()
    {
        NativeBlock block;
        lock (Kept)
        {
            if (!Kept.TryPop(out block))
            {
                block = default;
            }
        }

        if (block.Start == null)
        {
            return NativeBlock.Allocate(BlockBytes);
        }

        NativeMemory.Clear(block.Start, BlockBytes);
        return block;
    }

    /// <summary>Takes a block back.</summary>
    public static void Return(NativeBlock block)
    {
        lock (Kept)
        {
            if (Kept.Count < MostKept)
            {
                Kept.Push(block);
                return;
            }
        }

        block.Free();
    }
}
