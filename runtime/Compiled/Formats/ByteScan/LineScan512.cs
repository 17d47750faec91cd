using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats.ByteScan;

/// <summary>Line feeds alone, 64 bytes a step, watching for quotes: where rows end, as long as there are none.</summary>
internal static unsafe class LineScan512
{
    /// <summary>Fills <see cref="SeparatorScan.Positions"/> with the line feeds. Quotes are only noticed: behind one, line feeds may be none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(ref SeparatorScan scan)
    {
        Vector512<byte> newlineByte = Vector512.Create((byte)'\n');
        Vector512<byte> quoteByte = Vector512.Create((byte)'"');
        Vector512<byte> nearest = Vector512<byte>.AllBitsSet;
        Vector512<byte> seen = Vector512<byte>.Zero;
        Vector512<uint> first = Vector512<uint>.One;
        byte* start = scan.Start;
        uint* positions = scan.Positions;
        uint* enough = positions + Math.Min(scan.MaxNewlines, scan.Capacity - SeparatorScan.Step);
        int full = scan.FullSteps;
        int offset = 0;
        for (; offset < full && positions < enough; offset += SeparatorScan.Step)
        {
            Vector512<byte> bytes = Vector512.Load(start + offset);
            seen |= bytes;
            nearest = Vector512.Min(nearest, bytes ^ quoteByte);
            positions += SeparatorScan512.WriteFound(positions, Vector512.Equals(bytes, newlineByte), first);
            first += Vector512.Create((uint)SeparatorScan.Step);
        }

        if (offset < scan.Length && offset < scan.SoftLimit && positions < enough)
        {
            // The last step, which is not whole.
            Vector512<byte> bytes = SeparatorScan512.LoadValid(in scan, offset);
            seen |= bytes;
            nearest = Vector512.Min(nearest, bytes ^ quoteByte);
            positions += SeparatorScan512.WriteFound(positions, Vector512.Equals(bytes, newlineByte), first);
            offset += SeparatorScan.Step;
        }

        scan.Count = (int)(positions - scan.Positions);
        scan.Newlines = scan.Count;
        scan.AnyQuote = Vector512.EqualsAny(nearest, Vector512<byte>.Zero);
        scan.NonAscii = seen.ExtractMostSignificantBits() != 0;
        scan.Scanned = Math.Min(offset, scan.Length);
    }
}
