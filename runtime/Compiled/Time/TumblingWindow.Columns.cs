using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Time;

/// <content>Windows of a whole column: eight instants are compared with the current window at once.</content>
public unsafe partial struct TumblingWindow
{
    private const int Together = 8;

    /// <summary>Whether eight instants lie in one window; the only part that differs between widths.</summary>
    private interface IWithin
    {
        static abstract bool All(long* ticks, long start, ulong size);
    }

    /// <summary>Starts of the windows that hold the first <paramref name="count"/> of <paramref name="ticks"/>.</summary>
    /// <param name="ticks">Instants, UTC ticks.</param>
    /// <param name="count">Number of instants.</param>
    /// <param name="starts">Takes the starts; may be the same column.</param>
    /// <returns>The least of them; <see cref="long.MaxValue"/> if there is none.</returns>
    public long StartsOf(Column<long> ticks, int count, Column<long> starts) => VectorWidth.Bits switch
    {
        512 => Run<Within512>(ticks.Pointer, count, starts.Pointer),
        256 => Run<Within256>(ticks.Pointer, count, starts.Pointer),
        128 => Run<Within128>(ticks.Pointer, count, starts.Pointer),
        _ => Run<WithinScalar>(ticks.Pointer, count, starts.Pointer),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private long Run<TWithin>(long* ticks, int count, long* starts)
        where TWithin : struct, IWithin
    {
        TumblingWindow window = this;
        long earliest = long.MaxValue;
        int i = 0;
        for (; i <= count - Together; i += Together)
        {
            if (TWithin.All(ticks + i, window._start, (ulong)window._size))
            {
                var start = Vector128.Create(window._start);
                start.Store(starts + i);
                start.Store(starts + i + 2);
                start.Store(starts + i + 4);
                start.Store(starts + i + 6);
                earliest = Math.Min(earliest, window._start);
                continue;
            }

            for (int row = i; row < i + Together; row++)
            {
                starts[row] = window.StartOf(ticks[row]);
                earliest = Math.Min(earliest, starts[row]);
            }
        }

        for (; i < count; i++)
        {
            starts[i] = window.StartOf(ticks[i]);
            earliest = Math.Min(earliest, starts[i]);
        }

        this = window;
        return earliest;
    }

    private struct Within512 : IWithin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool All(long* ticks, long start, ulong size) => Vector512.LessThanAll((Vector512.Load(ticks) - Vector512.Create(start)).AsUInt64(), Vector512.Create(size));
    }

    private struct Within256 : IWithin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool All(long* ticks, long start, ulong size) =>
            Vector256.LessThanAll((Vector256.Load(ticks) - Vector256.Create(start)).AsUInt64(), Vector256.Create(size))
            && Vector256.LessThanAll((Vector256.Load(ticks + 4) - Vector256.Create(start)).AsUInt64(), Vector256.Create(size));
    }

    private struct Within128 : IWithin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool All(long* ticks, long start, ulong size)
        {
            bool all = true;
            for (int i = 0; i < Together; i += 2)
            {
                all &= Vector128.LessThanAll((Vector128.Load(ticks + i) - Vector128.Create(start)).AsUInt64(), Vector128.Create(size));
            }

            return all;
        }
    }

    private struct WithinScalar : IWithin
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool All(long* ticks, long start, ulong size)
        {
            bool all = true;
            for (int i = 0; i < Together; i++)
            {
                all &= (ulong)(ticks[i] - start) < size;
            }

            return all;
        }
    }
}
