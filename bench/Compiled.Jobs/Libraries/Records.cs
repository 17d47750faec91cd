using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Jobs.Plain;

namespace Compiled.Jobs.Libraries;

/// <summary>A file of fixed-size records as a sequence, for LINQ and Rx.</summary>
internal static class Records
{
    public static IEnumerable<T> Of<T>(string path)
        where T : unmanaged
    {
        using var file = new FileBlocks(path);
        while (file.Next())
        {
            int count = file.Block.Length / Unsafe.SizeOf<T>();
            for (int i = 0; i < count; i++)
            {
                yield return MemoryMarshal.Cast<byte, T>(file.Block)[i];
            }

            file.Consume(count * Unsafe.SizeOf<T>());
        }
    }
}
