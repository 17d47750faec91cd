using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// Zeroed native memory, 64-byte aligned, with 64 accessible bytes behind it. Large blocks come straight from the kernel, which hands them out
/// zeroed and page by page, and ask for huge pages: random probing of a big table is bound by address translation otherwise.
/// </summary>
internal readonly unsafe partial struct NativeBlock
{
    private const nuint Padding = 64;
    private readonly void* _mapping;
    private readonly nuint _mapped;

    private NativeBlock(byte* start, void* mapping, nuint mapped)
    {
        Start = start;
        _mapping = mapping;
        _mapped = mapped;
    }

    public byte* Start { get; }

    public static NativeBlock Allocate(nuint bytes)
    {
        nuint padded = bytes + Padding;
        if (padded >= HugePages.Size && OperatingSystem.IsLinux() && TryMap(padded, out NativeBlock block))
        {
            return block;
        }

        byte* memory = (byte*)NativeMemory.AlignedAlloc(padded, 64);
        NativeMemory.Clear(memory, padded);
        return new NativeBlock(memory, null, 0);
    }

    public void Free()
    {
        if (_mapping is not null)
        {
            _ = Unmap(_mapping, _mapped);
        }
        else
        {
            NativeMemory.AlignedFree(Start);
        }
    }

    private static bool TryMap(nuint bytes, out NativeBlock block)
    {
        const int ReadWrite = 3;
        const int PrivateAnonymous = 0x22;
        block = default;
        try
        {
            nuint length = bytes + HugePages.Size;
            void* mapping = Map(null, length, ReadWrite, PrivateAnonymous, -1, 0);
            if ((nint)mapping == -1)
            {
                return false;
            }

            byte* start = (byte*)(((nuint)mapping + HugePages.Size - 1) & ~(HugePages.Size - 1));
            HugePages.Advise(start, bytes);
            block = new NativeBlock(start, mapping, length);
            return true;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(void* address, nuint length);
}
