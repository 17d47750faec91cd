using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Compiled.Formats.ByteScan;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Cuts rows of at most 64 bytes, line feed and all, in registers: separators are compressed to their numbers, which say for each byte of a <see cref="CsvLaneSet"/> where in the row it stands.
/// </summary>
internal static unsafe class CsvCut512
{
    public static bool IsSupported => Avx512Vbmi.IsSupported && Avx512Vbmi2.IsSupported && Bmi2.X64.IsSupported;

    /// <summary>Fills the lanes of a set.</summary>
    /// <param name="text">What the rows' starts count from; 64 bytes behind the last row are readable.</param>
    /// <param name="starts">Where each row starts, and behind them where the last one ends.</param>
    /// <param name="rows">At most <see cref="CsvLaneSet.Rows"/>.</param>
    /// <typeparam name="TEnd">Whether the end of the row is among the separators: <see cref="LastFieldRead"/> or <see cref="LastFieldSkipped"/>.</typeparam>
    /// <returns>Whether every row fits into 64 bytes and has <paramref name="fields"/> fields.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool Run<TEnd>(byte* text, uint* starts, int rows, byte delimiter, int fields, CsvLaneSet set)
        where TEnd : struct
    {
        Vector512<byte> table = SeparatorScan512.Table(delimiter);
        Vector512<byte> delimiters = Vector512.Create(delimiter);
        uint separators = typeof(TEnd) == typeof(LastFieldRead) ? (uint)fields : (uint)fields - 1;
        Vector512<byte> numbers = Vector512<byte>.Indices + Vector512<byte>.One;
        Vector512<byte> rest = Vector512<byte>.Indices ^ Vector512.Create(CsvLaneSet.NoSeparator); // 0 there: the separator before the row.
        Vector512<byte> endOf = set.Ends;
        Vector512<byte> startOf = set.Starts;
        Vector512<byte> fromEnd = set.FromEnd;
        Vector512<byte> offsets = set.Offsets;
        Vector512<byte> reaches = set.Reaches;
        Vector512<byte> zeros = set.Zeros;
        Vector512<byte> shortest = set.Shortest;
        Vector512<byte> lengths = set.Lengths;
        Vector512<byte> longest = Vector512<byte>.Zero;
        byte* lane = set.Lane(0);
        uint* last = starts + rows;
        uint wrongFields = 0;
        uint longestRow = 0;
        for (uint start = *starts; starts < last;)
        {
            byte* row = text + start;
            uint size = *++starts - start;
            start += size;
            longestRow |= size - 1;
            Sse.Prefetch0(row + CsvLaneSet.BlockBytes); // The next block: this loop leaves the ports for loads free.
            Vector512<byte> bytes = Vector512.Load(row);
            Vector512<byte> found = typeof(TEnd) == typeof(LastFieldRead) ? Vector512.Equals(bytes, Avx512BW.Shuffle(table, bytes)) : Vector512.Equals(bytes, delimiters);
            wrongFields |= (uint)BitOperations.PopCount(Bmi2.X64.ZeroHighBits(found.ExtractMostSignificantBits(), size)) ^ separators;
            Vector512<byte> bounds = PackedLanes.Of(found, numbers, rest);
            Vector512<byte> fieldEnds = Avx512Vbmi.PermuteVar64x8(bounds, endOf);
            Vector512<byte> fieldStarts = Avx512Vbmi.PermuteVar64x8(bounds, startOf);
            Vector512<byte> distances = fieldEnds - fieldStarts;
            Vector512<byte> from = Vector512.ConditionalSelect(fromEnd, fieldEnds, fieldStarts) + offsets;
            Vector512<byte> length = distances - shortest;
            longest = Vector512.Max(longest, length);
            Vector512<byte> values = Vector512.ConditionalSelect(Vector512.GreaterThan(distances, reaches), Avx512Vbmi.PermuteVar64x8(bytes, from) - zeros, Vector512<byte>.Zero);
            values |= length & lengths;
            values.Store(lane);
            lane += CsvLaneSet.RowBytes;
        }

        CsvLaneSet.Pad(lane);
        set.SetLongest(longest);
        return wrongFields == 0 && longestRow < SeparatorScan.Step;
    }

    /// <summary>Writes the bounds of every field: a row has one entry more than fields.</summary>
    /// <param name="text">What the rows' starts count from.</param>
    /// <param name="starts">Where each row starts.</param>
    /// <param name="rows">Number of rows, each of which has <paramref name="fields"/> fields within 64 bytes.</param>
    /// <param name="bounds">Takes them; 64 entries more than they need are written to. They count from the byte before <paramref name="text"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void WriteBounds(byte* text, uint* starts, int rows, byte delimiter, int fields, uint* bounds)
    {
        Vector512<byte> table = SeparatorScan512.Table(delimiter);
        nint stride = fields + 1;
        for (uint* last = starts + rows; starts < last; starts++, bounds += stride)
        {
            Vector512<byte> bytes = Vector512.Load(text + *starts);
            *bounds = *starts;
            SeparatorScan512.WriteFound(bounds + 1, Vector512.Equals(bytes, Avx512BW.Shuffle(table, bytes)), Vector512.Create(*starts + 1));
        }
    }

    /// <summary>A lane takes the last field.</summary>
    public struct LastFieldRead;

    /// <summary>No lane takes the last field.</summary>
    public struct LastFieldSkipped;
}
