using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Digits in the lanes of a whole block to numbers, on the assumption that all of them are digits (and a point where it is expected). What stands in their place is only gathered, and looked at
/// once at the end: then <see cref="DigitKernels512"/> tells which rows it was. Up to seven rows behind the last one are read, where <see cref="CsvCut512"/> leaves copies of it, and as many values too many written.
/// </summary>
internal static unsafe class LaneKernels512
{
    /// <summary>Converts if all fields are non-negative integers in range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TryInt64s(byte* lane, int rows, long* output)
    {
        Vector512<byte> greatest = Vector512<byte>.Zero;
        for (int r = 0; r < rows; r += 8, lane += 8 * CsvLaneSet.RowBytes)
        {
            Load(lane, ref greatest).AsInt64().Store(output + r);
        }

        return AllDigits(greatest);
    }

    /// <inheritdoc cref="TryInt64s"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TryInt32s(byte* lane, int rows, int* output)
    {
        Vector512<byte> greatest = Vector512<byte>.Zero;
        Vector512<ulong> most = Vector512<ulong>.Zero;
        for (int r = 0; r < rows; r += 8, lane += 8 * CsvLaneSet.RowBytes)
        {
            Vector512<ulong> values = Load(lane, ref greatest);
            most = Vector512.Max(most, values);
            Avx512F.ConvertToVector256Int32(values.AsInt64()).Store(output + r);
        }

        return AllDigits(greatest) && Vector512.LessThanOrEqualAll(most, Vector512.Create((ulong)int.MaxValue));
    }

    /// <summary>Converts if all fields are milliseconds in range, to ticks. Takes two short products instead of a long one, and so leaves the last hours of all to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TryEpochMilliseconds(byte* lane, int rows, long* output)
    {
        // 10^8 milliseconds are 10^12 ticks, which is this times 2^12.
        Vector512<uint> ticksOfFirst = Vector512.Create((ulong)(100_000_000 * TimeSpan.TicksPerMillisecond) >> 12).AsUInt32();
        Vector512<uint> ticksOfLast = Vector512.Create((ulong)TimeSpan.TicksPerMillisecond).AsUInt32();
        Vector512<ulong> epoch = Vector512.Create((ulong)Calendar.UnixEpochTicks);
        Vector512<byte> greatest = Vector512<byte>.Zero;
        Vector512<uint> most = Vector512<uint>.Zero;
        for (int r = 0; r < rows; r += 8, lane += 8 * CsvLaneSet.RowBytes)
        {
            Vector512<byte> low = LaneRows.LoadFour(lane);
            Vector512<byte> high = LaneRows.LoadFour(lane + (4 * CsvLaneSet.RowBytes));
            greatest = Vector512.Max(greatest, Vector512.Max(low, high));
            Vector512<ulong> halves = DigitKernels512.Halves(low, high);
            most = Vector512.Max(most, halves.AsUInt32());
            Vector512<ulong> ticks = (Avx512F.Multiply(halves.AsUInt32(), ticksOfFirst) << 12) + Avx512F.Multiply((halves >> 32).AsUInt32(), ticksOfLast) + epoch;
            DigitKernels512.InOrder(ticks).Store((ulong*)output + r);
        }

        Vector512<ulong> mostFirst = most.AsUInt64() & Vector512.Create((ulong)uint.MaxValue);
        return AllDigits(greatest) && Vector512.LessThanAll(mostFirst, Vector512.Create((ulong)(DigitKernels512.MaxMilliseconds / 100_000_000)));
    }

    /// <summary>Converts if all fields have <paramref name="scale"/> digits after the point, or no point if it is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static bool TryDoubles(byte* lane, DigitStage stage, int rows, int scale, double* output)
    {
        Vector512<double> power = Vector512.Create(DigitKernels512.Power(scale));
        Vector512<double> reciprocal = Vector512.Create(1 / DigitKernels512.Power(scale));
        Vector512<byte> order = stage.OrderWithout(scale);
        Vector512<byte> point = Vector512.Create(DigitStage.Point);
        Vector512<byte> greatest = Vector512<byte>.Zero;
        Vector512<byte> differences = Vector512<byte>.Zero;
        for (int r = 0; r < rows; r += 8, lane += 8 * CsvLaneSet.RowBytes)
        {
            Vector512<byte> low = LaneRows.LoadFour(lane);
            Vector512<byte> high = LaneRows.LoadFour(lane + (4 * CsvLaneSet.RowBytes));
            differences = differences | (low ^ point) | (high ^ point);
            low = Avx512BW.Shuffle(low, order);
            high = Avx512BW.Shuffle(high, order);
            greatest = Vector512.Max(greatest, Vector512.Max(low, high));
            DigitKernels512.Divide(Vector512.ConvertToDouble(DigitKernels512.Value(low, high)), power, reciprocal).Store(output + r);
        }

        return AllDigits(greatest) && (differences & DigitKernels512.PointAt(scale)) == Vector512<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Load(byte* lane, ref Vector512<byte> greatest)
    {
        Vector512<byte> low = LaneRows.LoadFour(lane);
        Vector512<byte> high = LaneRows.LoadFour(lane + (4 * CsvLaneSet.RowBytes));
        greatest = Vector512.Max(greatest, Vector512.Max(low, high));
        return DigitKernels512.Value(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AllDigits(Vector512<byte> greatest) => Vector512.LessThanOrEqualAll(greatest, Vector512.Create((byte)9));
}
