using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Time;

/// <content>Windows of a whole column: eight instants are compared with the current window at once.</content>
public unsafe partial struct TumblingWindow
{
    private const int Together = 8;

    // Ticks from the current window (3.5 years) whose window is found by multiplication: the product of two doubles is then off by less than a window.
    private const long Near = 1L << 50;

    // Differences from such a start do not wrap around to something near.
    private const long MostStart = 1L << 62;

    /// <summary>Eight instants at once; the only part that differs between widths.</summary>
    private interface IEight
    {
        /// <summary>Whether all lie in the window that starts at <paramref name="start"/>.</summary>
        static abstract bool AllWithin(long* ticks, long start, long size);

        /// <summary>Sets eight starts.</summary>
        static abstract void SetAll(long* starts, long start);

        /// <summary>Sets <paramref name="starts"/>, and the least of them, if no instant is far from the window that starts at <paramref name="start"/>.</summary>
        /// <param name="ticks">Instants.</param>
        /// <param name="start">Start of a window.</param>
        /// <param name="size">Its length.</param>
        /// <param name="reciprocal">One window by its length.</param>
        /// <param name="starts">Takes the starts.</param>
        /// <param name="least">The least of them.</param>
        static abstract bool TryNear(long* ticks, long start, long size, double reciprocal, long* starts, out long least);
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
        double reciprocal = 1.0 / size;
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

            // Around the end of a window instants of both mix; rows out of order may be of many windows. None of them costs a division or a branch.
            bool isPlain = size <= Near && (ulong)(start + MostStart) < 2 * (ulong)MostStart;
            if (!isPlain || !TEight.TryNear(ticks + i, start, size, reciprocal, starts + i, out long least))
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

    private struct Eight512 : IEight
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool AllWithin(long* ticks, long start, long size) => Vector512.LessThanAll((Vector512.Load(ticks) - Vector512.Create(start)).AsUInt64(), Vector512.Create((ulong)size));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void SetAll(long* starts, long start) => Vector512.Create(start).Store(starts);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool TryNear(long* ticks, long start, long size, double reciprocal, long* starts, out long least)
        {
            least = start;
            Vector512<long> from = Vector512.Load(ticks) - Vector512.Create(start);
            if (!Vector512.LessThanAll((from + Vector512.Create(Near)).AsUInt64(), Vector512.Create(2 * (ulong)Near)))
            {
                return false;
            }

            // One window too many or too few: then it shows in what is left.
            Vector512<long> sizes = Vector512.Create(size);
            Vector512<long> windows = Vector512.ConvertToInt64Native(Vector512.ConvertToDouble(from) * Vector512.Create(reciprocal)) * sizes;
            Vector512<long> rest = from - windows;
            windows += (Vector512.GreaterThanOrEqual(rest, sizes) & sizes) - (Vector512.LessThan(rest, Vector512<long>.Zero) & sizes);
            Vector512<long> all = Vector512.Create(start) + windows;
            all.Store(starts);
            Vector256<long> four = Vector256.Min(all.GetLower(), all.GetUpper());
            Vector128<long> two = Vector128.Min(four.GetLower(), four.GetUpper());
            least = Math.Min(two.GetElement(0), two.GetElement(1));
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

        public static bool TryNear(long* ticks, long start, long size, double reciprocal, long* starts, out long least) => EightScalar.TryNear(ticks, start, size, reciprocal, starts, out least);
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

        public static bool TryNear(long* ticks, long start, long size, double reciprocal, long* starts, out long least) => EightScalar.TryNear(ticks, start, size, reciprocal, starts, out least);
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

        public static bool TryNear(long* ticks, long start, long size, double reciprocal, long* starts, out long least)
        {
            least = start;
            bool areNear = true;
            for (int i = 0; i < Together; i++)
            {
                areNear &= (ulong)(ticks[i] - start + Near) < 2 * (ulong)Near;
            }

            if (!areNear)
            {
                return false;
            }

            least = long.MaxValue;
            for (int i = 0; i < Together; i++)
            {
                long from = ticks[i] - start;
                long windows = (long)(from * reciprocal) * size;
                long rest = from - windows;
                windows += (size & -(rest >= size ? 1L : 0L)) - (size & (rest >> 63));
                starts[i] = start + windows;
                least = Math.Min(least, start + windows);
            }

            return true;
        }
    }
}
