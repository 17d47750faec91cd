using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats.ByteScan;

/// <summary>Line feeds alone, watching for quotes: where rows end, as long as there are none.</summary>
internal static unsafe class LineScan512
{
    /// <summary>Fills <see cref="SeparatorScan.Positions"/> with the line feeds, if no 64 bytes hold more than two of them. Quotes are only noticed: behind one, line feeds may be none.</summary>
    /// <returns>False if they did: nothing of the result is valid, and <see cref="Run"/> is to be called.</returns>
    public static bool TryRunSparse(ref SeparatorScan scan) => Run<Sparse>(ref scan);

    /// <summary>As <see cref="TryRunSparse"/>, however many there are.</summary>
    public static void Run(ref SeparatorScan scan) => Run<Dense>(ref scan);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool Run<TLines>(ref SeparatorScan scan)
        where TLines : struct
    {
        Vector512<byte> newlineByte = Vector512.Create((byte)'\n');
        Vector512<byte> quoteByte = Vector512.Create((byte)'"');
        Vector512<byte> nearest = Vector512<byte>.AllBitsSet;
        Vector512<byte> seen = Vector512<byte>.Zero;
        byte* start = scan.Start;
        uint* positions = scan.Positions;
        uint* enough = positions + Math.Min(scan.MaxNewlines, scan.Capacity - (2 * SeparatorScan.Step));
        int full = scan.FullSteps;
        int offset = 0;
        if (typeof(TLines) == typeof(Sparse))
        {
            ulong more = 0;
            nint at = 0;
            for (nint end = full - SeparatorScan.Step; at < end && positions < enough; at += 2 * SeparatorScan.Step)
            {
                Vector512<byte> first = Vector512.Load(start + at);
                Vector512<byte> second = Vector512.Load(start + at + SeparatorScan.Step);
                seen = seen | first | second;
                nearest = Vector512.Min(nearest, Vector512.Min(first ^ quoteByte, second ^ quoteByte));
                positions = WriteTwo(positions, Vector512.Equals(first, newlineByte).ExtractMostSignificantBits(), (uint)at + 1, ref more);
                positions = WriteTwo(positions, Vector512.Equals(second, newlineByte).ExtractMostSignificantBits(), (uint)at + 1 + SeparatorScan.Step, ref more);
            }

            offset = (int)at;

            if (more != 0)
            {
                return false;
            }
        }

        Vector512<uint> firstNumber = Vector512.Create((uint)offset + 1);
        for (; offset < full && positions < enough; offset += SeparatorScan.Step)
        {
            Vector512<byte> bytes = Vector512.Load(start + offset);
            seen |= bytes;
            nearest = Vector512.Min(nearest, bytes ^ quoteByte);
            positions += SeparatorScan512.WriteFound(positions, Vector512.Equals(bytes, newlineByte), firstNumber);
            firstNumber += Vector512.Create((uint)SeparatorScan.Step);
        }

        if (offset < scan.Length && offset < scan.SoftLimit && positions < enough)
        {
            // The last step, which is not whole.
            Vector512<byte> bytes = SeparatorScan512.LoadValid(in scan, offset);
            seen |= bytes;
            nearest = Vector512.Min(nearest, bytes ^ quoteByte);
            positions += SeparatorScan512.WriteFound(positions, Vector512.Equals(bytes, newlineByte), firstNumber);
            offset += SeparatorScan.Step;
        }

        scan.Count = (int)(positions - scan.Positions);
        scan.Newlines = scan.Count;
        scan.AnyQuote = Vector512.EqualsAny(nearest, Vector512<byte>.Zero);
        scan.NonAscii = seen.ExtractMostSignificantBits() != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
        return true;
    }

    /// <summary>Writes up to two positions; <paramref name="more"/> gets the bits of further ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint* WriteTwo(uint* positions, ulong found, uint first, ref ulong more)
    {
        ulong rest = found & (found - 1);
        more |= rest & (rest - 1);
        positions[0] = first + (uint)BitOperations.TrailingZeroCount(found);
        positions[1] = first + (uint)BitOperations.TrailingZeroCount(rest);
        return positions + (nuint)Popcnt.X64.PopCount(found);
    }

    private struct Sparse;

    private struct Dense;
}
