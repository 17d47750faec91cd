using System.Numerics;
using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Which fields are converted by vector, and by which kernel. The JIT knows the types, so nothing of this is left at run time.</summary>
internal static unsafe class DigitFields
{
    private const int FewRows = 4;
    private const int MixedScale = int.MinValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Has<TParser>() =>
        typeof(TParser) == typeof(DoubleField) || typeof(TParser) == typeof(EpochMillisecondsField) || typeof(TParser) == typeof(Int64Field) || typeof(TParser) == typeof(Int32Field);

    /// <summary>Converts one stage of fields.</summary>
    /// <param name="scale">Digits after the point that fields of this column had so far, -1 for no point; changed if it is not what these have.</param>
    /// <returns>A bit for every row that is still to be converted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Convert<T, TParser>(DigitStage stage, in StagedFields fields, T* output, ref int scale)
        where T : unmanaged
    {
        if (typeof(TParser) == typeof(DoubleField))
        {
            return Doubles(stage, fields, (double*)output, ref scale);
        }

        if (!stage.StageWhole(fields))
        {
            return ulong.MaxValue;
        }

        if (typeof(TParser) == typeof(EpochMillisecondsField))
        {
            return DigitKernels512.EpochMilliseconds(stage, fields.Rows, (long*)output);
        }

        return typeof(TParser) == typeof(Int64Field) ? DigitKernels512.Int64s(stage, fields.Rows, (long*)output) : DigitKernels512.Int32s(stage, fields.Rows, (int*)output);
    }

    /// <summary>Amounts mostly have one scale in a column: that is tried first, and each row's own only where too many fail.</summary>
    private static ulong Doubles(DigitStage stage, in StagedFields fields, double* output, ref int scale)
    {
        if (scale != MixedScale)
        {
            if (!stage.StageWhole(fields))
            {
                return ulong.MaxValue;
            }

            ulong failed = DigitKernels512.Doubles(stage, fields.Rows, scale, output) & (ulong.MaxValue >> (64 - fields.Rows));
            if (BitOperations.PopCount(failed) <= FewRows)
            {
                return failed;
            }
        }

        if (!stage.StagePoint(fields))
        {
            scale = MixedScale;
            return ulong.MaxValue;
        }

        scale = stage.CommonScale(fields.Rows) ?? MixedScale;
        return DigitKernels512.Doubles(stage, fields.Rows, output);
    }
}
