using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>Finds the rows of a block whose least length is known.</summary>
/// <remarks>
/// Each row's newline is sought only where it may be, and where the next row begins is known only then: a chain of loads and comparisons. So four chains, each in its quarter of the block, go side by side.
/// A newline that is nearer is passed over: what is then taken for one row is none, and whoever compares its bytes finds that out.
/// </remarks>
internal static unsafe class JsonRowStarts512
{
    /// <summary>Quarters of a block.</summary>
    private const int Chains = 4;

    /// <summary>Finds the rows.</summary>
    /// <param name="block">The first row's first byte.</param>
    /// <param name="length">Bytes that are looked at; after them, <paramref name="least"/> bytes and 64 more are readable.</param>
    /// <param name="least">Least bytes of a row without its newline.</param>
    /// <param name="starts">Gets where each row begins but the first one, and where the one behind the last row would.</param>
    /// <param name="room">Room there, in numbers.</param>
    /// <returns>Number of rows; 0 also if they are not like that.</returns>
    public static int Find(byte* block, int length, int least, uint* starts, int room)
    {
        int end = new ReadOnlySpan<byte>(block, length).LastIndexOf((byte)'\n') + 1;
        int second = After(block, end / 4, end);
        int third = After(block, Math.Max(second, end / 2), end);
        int fourth = After(block, Math.Max(third, end / 4 * 3), end);
        int longest = Math.Max(Math.Max(second, third - second), Math.Max(fourth - third, end - fourth));
        int distance = room / Chains;
        if (fourth >= end || second <= least || (longest / (least + 1)) + 2 > distance)
        {
            return 0;
        }

        var chains = new Four(second, third, fourth, end);
        if (!Walk(block, least, starts, distance, ref chains))
        {
            return 0;
        }

        int rows = chains.First;
        rows = Append(starts, rows, distance, chains.Second);
        rows = Append(starts, rows, 2 * distance, chains.Third);
        return Append(starts, rows, 3 * distance, chains.Fourth);
    }

    /// <summary>Behind the next newline, or the end.</summary>
    private static int After(byte* block, int from, int end)
    {
        int newline = new ReadOnlySpan<byte>(block + from, end - from).IndexOf((byte)'\n');
        return newline < 0 ? end : from + newline + 1;
    }

    private static int Append(uint* starts, int rows, int from, int count)
    {
        new ReadOnlySpan<uint>(starts + from, count).CopyTo(new Span<uint>(starts + rows, count));
        return rows + count;
    }

    /// <summary>Goes through the quarters side by side.</summary>
    /// <param name="starts">Gets the starts of each quarter's rows but its first, and of the next quarter's, so far apart.</param>
    /// <param name="chains">The ends of the quarters; gets the numbers of their rows.</param>
    /// <returns>Whether each quarter ends where a row does.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool Walk(byte* block, int least, uint* starts, int distance, ref Four chains)
    {
        Vector512<byte> newline = Vector512.Create((byte)'\n');
        uint end0 = (uint)chains.First;
        uint end1 = (uint)chains.Second;
        uint end2 = (uint)chains.Third;
        uint end3 = (uint)chains.Fourth;
        uint row0 = 0;
        uint row1 = end0;
        uint row2 = end1;
        uint row3 = end2;
        byte* bytes = block + least;
        uint behind = (uint)least + 1;
        nint ahead = (nint)behind + 32;
        uint* at = starts;
        while (row0 < end0 && row1 < end1 && row2 < end2 && row3 < end3)
        {
            // The lines where the rows after the next ones are likely to end.
            Sse.Prefetch0(bytes + row0 + ahead);
            Sse.Prefetch0(bytes + row1 + ahead);
            Sse.Prefetch0(bytes + row2 + ahead);
            Sse.Prefetch0(bytes + row3 + ahead);
            ulong found0 = Vector512.Equals(Vector512.Load(bytes + row0), newline).ExtractMostSignificantBits();
            ulong found1 = Vector512.Equals(Vector512.Load(bytes + row1), newline).ExtractMostSignificantBits();
            ulong found2 = Vector512.Equals(Vector512.Load(bytes + row2), newline).ExtractMostSignificantBits();
            ulong found3 = Vector512.Equals(Vector512.Load(bytes + row3), newline).ExtractMostSignificantBits();
            if (found0 == 0 || found1 == 0 || found2 == 0 || found3 == 0)
            {
                // A call here would keep all of the loop's values in memory.
                break;
            }

            row0 += behind + (uint)BitOperations.TrailingZeroCount(found0);
            row1 += behind + (uint)BitOperations.TrailingZeroCount(found1);
            row2 += behind + (uint)BitOperations.TrailingZeroCount(found2);
            row3 += behind + (uint)BitOperations.TrailingZeroCount(found3);
            at[0] = row0;
            at[distance] = row1;
            at[2 * distance] = row2;
            at[3 * distance] = row3;
            at++;
        }

        int rows = (int)(at - starts);
        chains.First = rows + Rest(bytes, behind, at, row0, end0);
        chains.Second = rows + Rest(bytes, behind, at + distance, row1, end1);
        chains.Third = rows + Rest(bytes, behind, at + (2 * distance), row2, end2);
        chains.Fourth = rows + Rest(bytes, behind, at + (3 * distance), row3, end3);
        return Math.Min(Math.Min(chains.First, chains.Second), Math.Min(chains.Third, chains.Fourth)) > 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int Rest(byte* bytes, uint behind, uint* at, uint row, uint end)
    {
        Vector512<byte> newline = Vector512.Create((byte)'\n');
        uint* from = at;
        while (row < end)
        {
            ulong found = Vector512.Equals(Vector512.Load(bytes + row), newline).ExtractMostSignificantBits();
            row = found != 0 ? row + behind + (uint)BitOperations.TrailingZeroCount(found) : Far(bytes, row + 64, end - behind + 1) + behind;
            *at++ = row;
        }

        return row == end ? (int)(at - from) : int.MinValue;
    }

    /// <summary>The next newline, if it is not within the 64 bytes in which it is likely.</summary>
    private static uint Far(byte* bytes, uint from, uint end)
    {
        int newline = from < end ? new ReadOnlySpan<byte>(bytes + from, (int)(end - from)).IndexOf((byte)'\n') : -1;
        return newline < 0 ? int.MaxValue : from + (uint)newline;
    }

    private ref struct Four(int first, int second, int third, int fourth)
    {
        public int First = first;
        public int Second = second;
        public int Third = third;
        public int Fourth = fourth;
    }
}
