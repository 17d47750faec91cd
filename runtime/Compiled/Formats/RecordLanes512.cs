using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Takes one member out of eight records at once. Records of 16, 24 or 32 bytes are two, three or four vectors of eight words, in which the words of a member lie on
/// lanes that never change: one to three permutations instead of eight loads and stores.
/// </summary>
internal static unsafe class RecordLanes512
{
    /// <summary>Whether records of this size can be read so.</summary>
    public static bool Supports(int recordBytes) => Avx512F.IsSupported && recordBytes is 16 or 24 or 32;

    /// <summary>Reads words of 8 bytes.</summary>
    /// <param name="member">The member in the first record; up to 64 bytes behind the last record may be read.</param>
    /// <param name="recordBytes">16, 24 or 32.</param>
    /// <param name="rows">Number of records.</param>
    /// <param name="output">Takes the words.</param>
    /// <returns>Number of records read: the largest multiple of eight.</returns>
    public static int Read(byte* member, int recordBytes, int rows, long* output)
    {
        switch (recordBytes)
        {
            case 16:
                return Read16(member, rows, output);
            case 24:
                return Read24(member, rows, output);
            default:
                return Read32(member, rows, output);
        }
    }

    /// <summary>Reads words of 4 bytes; as <see cref="Read(byte*, int, int, long*)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static int Read(byte* member, int recordBytes, int rows, int* output)
    {
        if (recordBytes == 24)
        {
            return Read24(member, rows, output);
        }

        // The lower halves of words of 8 bytes.
        const int Part = 64;
        long* words = stackalloc long[Part];
        int row = 0;
        while (row + Vector512<long>.Count <= rows)
        {
            int read = Read(member + ((nint)row * recordBytes), recordBytes, Math.Min(Part, rows - row), words);
            for (int i = 0; i < read; i += Vector512<long>.Count)
            {
                Avx512F.ConvertToVector256Int32(Vector512.Load(words + i)).Store(output + row + i);
            }

            row += read;
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Read16(byte* p, int rows, long* output)
    {
        Vector512<long> even = Vector512.Create(0L, 2, 4, 6, 8, 10, 12, 14);
        int row = 0;
        for (; row + 8 <= rows; row += 8, p += 128)
        {
            Ahead(p);
            Ahead(p + 64);
            Avx512F.PermuteVar8x64x2(Vector512.Load((long*)p), even, Vector512.Load((long*)(p + 64))).Store(output + row);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Read24(byte* p, int rows, long* output)
    {
        Vector512<long> second = Vector512.Create(0L, -1, 0, 0, -1, 0, 0, -1);
        Vector512<long> third = Vector512.Create(0L, 0, -1, 0, 0, -1, 0, 0);
        Vector512<long> order = Vector512.Create(0L, 3, 6, 1, 4, 7, 2, 5);
        int row = 0;
        for (; row + 8 <= rows; row += 8, p += 192)
        {
            Ahead(p);
            Ahead(p + 64);
            Ahead(p + 128);
            Avx512F.PermuteVar8x64(Words24(p, second, third), order).Store(output + row);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Read24(byte* p, int rows, int* output)
    {
        Vector512<long> second = Vector512.Create(0L, -1, 0, 0, -1, 0, 0, -1);
        Vector512<long> third = Vector512.Create(0L, 0, -1, 0, 0, -1, 0, 0);
        Vector512<int> order = Vector512.Create(0, 6, 12, 2, 8, 14, 4, 10, 16, 22, 28, 18, 24, 30, 20, 26);
        int row = 0;
        for (; row + 16 <= rows; row += 16, p += 384)
        {
            Ahead(p);
            Ahead(p + 64);
            Ahead(p + 128);
            Ahead(p + 192);
            Ahead(p + 256);
            Ahead(p + 320);
            Vector512<int> lower = Words24(p, second, third).AsInt32();
            Vector512<int> upper = Words24(p + 192, second, third).AsInt32();
            Avx512F.PermuteVar16x32x2(lower, order, upper).Store(output + row);
        }

        return row;
    }

    // The words of eight records of 24 bytes: in three vectors they lie on lanes 0, 3, 6, then 1, 4, 7, then 2, 5, so that they fit into one without moving.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<long> Words24(byte* p, Vector512<long> second, Vector512<long> third)
    {
        Vector512<long> two = Vector512.ConditionalSelect(second, Vector512.Load((long*)(p + 64)), Vector512.Load((long*)p));
        return Vector512.ConditionalSelect(third, Vector512.Load((long*)(p + 128)), two);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Read32(byte* p, int rows, long* output)
    {
        Vector512<long> fourth = Vector512.Create(0L, 4, 8, 12, 0, 0, 0, 0);
        int row = 0;
        for (; row + 8 <= rows; row += 8, p += 256)
        {
            Ahead(p);
            Ahead(p + 64);
            Ahead(p + 128);
            Ahead(p + 192);
            Vector512<long> low = Avx512F.PermuteVar8x64x2(Vector512.Load((long*)p), fourth, Vector512.Load((long*)(p + 64)));
            Vector512<long> high = Avx512F.PermuteVar8x64x2(Vector512.Load((long*)(p + 128)), fourth, Vector512.Load((long*)(p + 192)));
            Vector512.Create(low.GetLower(), high.GetLower()).Store(output + row);
        }

        return row;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ahead(byte* p) => Sse.Prefetch1(p + ReadAhead.Bytes);
}
