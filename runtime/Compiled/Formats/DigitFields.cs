using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Which fields are converted by vector, and by which kernel. The JIT knows the types, so nothing of this is left at run time.</summary>
internal static unsafe class DigitFields
{
    /// <summary>The scale of a column whose fields have different ones.</summary>
    public const int MixedScale = int.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has<TParser>() =>
        typeof(TParser) == typeof(DoubleField) || typeof(TParser) == typeof(EpochMillisecondsField) || typeof(TParser) == typeof(Int64Field) || typeof(TParser) == typeof(Int32Field);

    /// <summary>Stages fields of a column.</summary>
    /// <param name="scale">Digits after the point that fields of this column had so far, -1 for no point, <see cref="MixedScale"/> if they differ.</param>
    /// <returns>Whether the stage can be converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Stage<TParser>(DigitStage stage, in StagedFields fields, int scale) =>
        typeof(TParser) == typeof(DoubleField) && scale == MixedScale ? stage.StagePoint(fields) : stage.StageWhole(fields);

    /// <summary>Converts all fields of a lane, if there is nothing unusual in any of them; else what it has written is to be overwritten.</summary>
    /// <param name="scale">As given to <see cref="Stage"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryConvertLane<T, TParser>(byte* lane, DigitStage stage, int rows, T* output, int scale)
        where T : unmanaged
    {
        if (typeof(TParser) == typeof(DoubleField))
        {
            return scale != MixedScale && LaneKernels512.TryDoubles(lane, stage, rows, scale, (double*)output);
        }

        if (typeof(TParser) == typeof(EpochMillisecondsField))
        {
            return LaneKernels512.TryEpochMilliseconds(lane, rows, (long*)output);
        }

        return typeof(TParser) == typeof(Int64Field)
            ? LaneKernels512.TryInt64s(lane, rows, (long*)output)
            : LaneKernels512.TryInt32s(lane, rows, (int*)output);
    }

    /// <summary>Brings fields that lie right-aligned in lanes into the form that <see cref="Convert"/> takes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CloseStaged<TParser>(DigitStage stage, byte* digits, int rows, int scale)
    {
        if (typeof(TParser) == typeof(DoubleField) && scale == MixedScale)
        {
            stage.ClosePoints(digits, rows);
        }
    }

    /// <summary>Converts staged fields.</summary>
    /// <param name="stage">Holds their scales if <paramref name="scale"/> is <see cref="MixedScale"/>.</param>
    /// <param name="digits">All the fields that the scales are of.</param>
    /// <param name="first">The number of the first one to convert among them.</param>
    /// <param name="rows">At most <see cref="DigitKernels512.Rows"/>.</param>
    /// <param name="output">Takes the values of these rows.</param>
    /// <param name="scale">As given to <see cref="Stage"/>.</param>
    /// <returns>A bit for every row that is still to be converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Convert<T, TParser, TRows>(DigitStage stage, byte* digits, int first, int rows, T* output, int scale)
        where T : unmanaged
        where TRows : struct, IStagedRows
    {
        byte* staged = digits + (first * TRows.Stride);
        if (typeof(TParser) == typeof(DoubleField))
        {
            return scale == MixedScale
                ? DigitKernels512.Doubles<TRows>(staged, stage.Scales + first, rows, (double*)output)
                : DigitKernels512.Doubles<TRows>(staged, stage, rows, scale, (double*)output);
        }

        if (typeof(TParser) == typeof(EpochMillisecondsField))
        {
            return DigitKernels512.EpochMilliseconds<TRows>(staged, rows, (long*)output);
        }

        return typeof(TParser) == typeof(Int64Field)
            ? DigitKernels512.Int64s<TRows>(staged, rows, (long*)output)
            : DigitKernels512.Int32s<TRows>(staged, rows, (int*)output);
    }
}
