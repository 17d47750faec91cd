using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>What the index kernels share: a chunk of 64 bytes as bits, one a byte.</summary>
internal static unsafe class JsonIndexBits
{
    /// <summary>The bits of the bytes that follow an odd run of backslashes.</summary>
    /// <param name="backslashes">Where backslashes are.</param>
    /// <param name="carry">1 if the chunk before ended in such a run; replaced by this chunk's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Escaped(ulong backslashes, ref ulong carry)
    {
        const ulong oddBits = 0xAAAAAAAAAAAAAAAA;
        ulong potential = backslashes & ~carry;
        ulong maybe = potential << 1;

        // The subtraction lets each run flip the odd bits behind its start, so that every second backslash is the escaped one.
        ulong codes = ((maybe | oddBits) - potential) ^ oddBits;
        ulong escaped = codes ^ (backslashes | carry);
        carry = (codes & backslashes) >> 63;
        return escaped;
    }

    /// <summary>Appends the positions of a chunk's bits and its rows' ends.</summary>
    /// <param name="bits">Unescaped quotes and newlines.</param>
    /// <param name="newlines">Newlines.</param>
    /// <param name="start">The chunk's position in the block.</param>
    /// <returns>The new number of positions.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(ulong bits, ulong newlines, int start, ushort* positions, int count, ushort* rowEnds, ref int rows)
    {
        rows = AppendRows(bits, newlines, count, rowEnds, rows);
        int next = count + BitOperations.PopCount(bits);
        ushort* at = positions + count;

        // Eight at a time and without a condition each: how many there are is hard to predict, and what is written too much is written over.
        while (bits != 0)
        {
            for (int i = 0; i < 8; i++)
            {
                at[i] = (ushort)(start + BitOperations.TrailingZeroCount(bits));
                bits &= bits - 1;
            }

            at += 8;
        }

        return next;
    }

    /// <summary>Appends the ends of rows: for each newline, how many positions lie before it.</summary>
    /// <returns>The new number of rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AppendRows(ulong bits, ulong newlines, int count, ushort* rowEnds, int rows)
    {
        // One newline or none is the rule: written always, counted if there.
        rowEnds[rows] = (ushort)(count + BitOperations.PopCount(bits & (newlines - 1)));
        if ((newlines & (newlines - 1)) == 0)
        {
            return rows + (newlines == 0 ? 0 : 1);
        }

        for (; newlines != 0; newlines &= newlines - 1)
        {
            rowEnds[rows++] = (ushort)(count + BitOperations.PopCount(bits & ((newlines & (0 - newlines)) - 1)));
        }

        return rows;
    }
}
