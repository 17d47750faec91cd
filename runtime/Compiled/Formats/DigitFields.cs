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

    /// <summary>Converts staged fields.</summary>
    /// <param name="first">The first one's number in the stage.</param>
    /// <param name="rows">At most <see cref="DigitKernels512.Rows"/>.</param>
    /// <param name="scale">As given to <see cref="Stage"/>.</param>
    /// <returns>A bit for every row that is still to be converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Convert<T, TParser>(DigitStage stage, int first, int rows, T* output, int scale)
        where T : unmanaged
    {
        if (typeof(TParser) == typeof(DoubleField))
        {
            return scale == MixedScale ? DigitKernels512.Doubles(stage, first, rows, (double*)output) : DigitKernels512.Doubles(stage, first, rows, scale, (double*)output);
        }

        if (typeof(TParser) == typeof(EpochMillisecondsField))
        {
            return DigitKernels512.EpochMilliseconds(stage, first, rows, (long*)output);
        }

        return typeof(TParser) == typeof(Int64Field)
            ? DigitKernels512.Int64s(stage, first, rows, (long*)output)
            : DigitKernels512.Int32s(stage, first, rows, (int*)output);
    }
}
