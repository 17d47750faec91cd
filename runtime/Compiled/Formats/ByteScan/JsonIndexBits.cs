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

    /// <summary>Appends the positions of a chunk.</summary>
    /// <param name="quotes">Unescaped quotes.</param>
    /// <param name="newlines">Newlines.</param>
    /// <param name="start">The chunk's position in the block.</param>
    /// <param name="positions">Gets them.</param>
    /// <param name="count">Number of positions before.</param>
    /// <returns>Number of positions after.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Append(ulong quotes, ulong newlines, int start, ushort* positions, int count)
    {
        ulong bits = quotes | newlines;
        ushort* at = positions + count;
        int next = count + BitOperations.PopCount(bits);

        // Four at a time and without a condition each: how many there are is hard to predict, and what is written too much is written over.
        while (bits != 0)
        {
            at[0] = (ushort)(start + BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            at[1] = (ushort)(start + BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            at[2] = (ushort)(start + BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            at[3] = (ushort)(start + BitOperations.TrailingZeroCount(bits));
            bits &= bits - 1;
            at += 4;
        }

        return next;
    }
}
