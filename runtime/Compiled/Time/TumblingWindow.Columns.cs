using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Time;

/// <content>Windows of a whole column: eight instants are compared with the current window at once.</content>
public unsafe partial struct TumblingWindow
{
    private const int Together = 8;

    // Three windows still are a number of ticks.
    private const long LongestBeside = long.MaxValue / 4;

    /// <summary>Eight instants at once; the only part that differs between widths.</summary>
    private interface IEight
    {
        /// <summary>Whether all lie in the window that starts at <paramref name="start"/>.</summary>
        static abstract bool AllWithin(long* ticks, long start, long size);

        /// <summary>Sets eight starts.</summary>
        static abstract void SetAll(long* starts, long start);

        /// <summary>Sets <paramref name="starts"/>, and the least of them, if all lie in that window or in one beside it.</summary>
        static abstract bool TryBeside(long* ticks, long start, long size, long* starts, out long least);
    }

    /// <summary>Starts of the windows that hold the first <paramref name="count"/> of <paramref name="ticks"/>.</summary>
    /// <param name="ticks">Instants, UTC ticks.</param>
    /// <param name="count">Number of instants.</param>
    /// <param name="starts">Takes the starts; may be the same column.</param>
    /// <returns>The least of them; <see cref="long.MaxValue"/> if there is none.</returns>
    public long StartsOf(Column<long> ticks, int count, Column<long> starts) => VectorWidth.Bits switch
    {
        512 => Run<Eight512>(ticks.Pointer, count, starts.Pointer),
        256 => Run<Eight256>(ticks.Pointer, count, starts.Pointer),
        128 => Run<Eight128>(ticks.Pointer, count, starts.Pointer),
        _ => Run<EightScalar>(ticks.Pointer, count, starts.Pointer),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private long Run<TEight>(long* ticks, int count, long* starts)
        where TEight : struct, IEight
    {
        long start = _start;
        long size = _size;
        long earliest = long.MaxValue;
        int i = 0;
        while (true)
        {
            int within = RunWithin<TEight>(ticks, i, count, start, size, starts);
            earliest = within > i ? Math.Min(earliest, start) : earliest;
            i = within;
            if (i > count - Together)
            {
                break;
            }

            // Around the end of a window instants of both mix.
            if (size > LongestBeside || !TEight.TryBeside(ticks + i, start, size, starts + i, out long least))
            {
                least = MoveOver(ticks + i, Together, starts + i);
            }

            earliest = Math.Min(earliest, least);
            start = starts[i + Together - 1];
            i += Together;
        }

        _start = start;
        return Math.Min(earliest, MoveOver(ticks + i, count - i, starts + i));
    }

    /// <summary>Sets the starts of eight instants after eight, as long as all of them lie in one window. It calls nothing, and so keeps everything in registers.</summary>
    /// <returns>The first instant whose start is not set.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int RunWithin<TEight>(long* ticks, int first, int count, long start, long size, long* starts)
        where TEight : struct, IEight
    {
        nint i = first;
        for (nint end = count - Together; i <= end && TEight.AllWithin(ticks + i, start, size); i += Together)
        {
            TEight.SetAll(starts + i, start);
        }

        return (int)i;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long MoveOver(long* ticks, int count, long* starts)
    {
        long earliest = long.MaxValue;
        for (int i = 0; i < count; i++)
        {
            starts[i] = StartOf(ticks[i]);
            earliest = Math.Min(earliest, starts[i]);
        }

        return earliest;
    }

    // The least of eight starts, from what is known of the instants: all lie in the window that starts at start or in one beside it.
    private static long Least(long start, long size, bool anyBefore, bool allAfter) => anyBefore ? start - size : allAfter ? start + size : start;

    private struct Eight512 : IEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool AllWithin(long* ticks, long start, long size) => Vector512.LessThanAll((Vector512.Load(ticks) - Vector512.Create(start)).AsUInt64(), Vector512.Create((ulong)size));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetAll(long* starts, long start) => Vector512.Create(start).Store(starts);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TryBeside(long* ticks, long start, long size, long* starts, out long least)
        {
            Vector512<long> from = Vector512.Load(ticks) - Vector512.Create(start);
            Vector512<long> sizes = Vector512.Create(size);
            if (!Vector512.LessThanAll((from + sizes).AsUInt64(), Vector512.Create(3 * (ulong)size)))
            {
                least = start;
                return false;
            }

            Vector512<long> after = Vector512.GreaterThanOrEqual(from, sizes);
            Vector512<long> before = Vector512.LessThan(from, Vector512<long>.Zero);
            (Vector512.Create(start) + (after & sizes) - (before & sizes)).Store(starts);
            least = Least(start, size, before != Vector512<long>.Zero, after == Vector512<long>.AllBitsSet);
            return true;
        }
    }

    private struct Eight256 : IEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool AllWithin(long* ticks, long start, long size) =>
            Vector256.LessThanAll((Vector256.Load(ticks) - Vector256.Create(start)).AsUInt64(), Vector256.Create((ulong)size))
            && Vector256.LessThanAll((Vector256.Load(ticks + 4) - Vector256.Create(start)).AsUInt64(), Vector256.Create((ulong)size));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetAll(long* starts, long start)
        {
            Vector256<long> four = Vector256.Create(start);
            four.Store(starts);
            four.Store(starts + 4);
        }

        public static bool TryBeside(long* ticks, long start, long size, long* starts, out long least) => EightScalar.TryBeside(ticks, start, size, starts, out least);
    }

    private struct Eight128 : IEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool AllWithin(long* ticks, long start, long size)
        {
            bool all = true;
            for (int i = 0; i < Together; i += 2)
            {
                all &= Vector128.LessThanAll((Vector128.Load(ticks + i) - Vector128.Create(start)).AsUInt64(), Vector128.Create((ulong)size));
            }

            return all;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetAll(long* starts, long start)
        {
            for (int i = 0; i < Together; i += 2)
            {
                Vector128.Create(start).Store(starts + i);
            }
        }

        public static bool TryBeside(long* ticks, long start, long size, long* starts, out long least) => EightScalar.TryBeside(ticks, start, size, starts, out least);
    }

    private struct EightScalar : IEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool AllWithin(long* ticks, long start, long size)
        {
            bool all = true;
            for (int i = 0; i < Together; i++)
            {
                all &= (ulong)(ticks[i] - start) < (ulong)size;
            }

            return all;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetAll(long* starts, long start) => new Span<long>(starts, Together).Fill(start);

        public static bool TryBeside(long* ticks, long start, long size, long* starts, out long least)
        {
            least = start;
            for (int i = 0; i < Together; i++)
            {
                if ((ulong)(ticks[i] - start + size) >= 3 * (ulong)size)
                {
                    return false;
                }
            }

            bool anyBefore = false;
            bool allAfter = true;
            for (int i = 0; i < Together; i++)
            {
                long from = ticks[i] - start;
                anyBefore |= from < 0;
                allAfter &= from >= size;
                starts[i] = start + (from >= size ? size : 0) - (from < 0 ? size : 0);
            }

            least = Least(start, size, anyBefore, allAfter);
            return true;
        }
    }
}
