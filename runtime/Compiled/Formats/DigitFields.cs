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
    public static ulong Convert<T, TParser>(DigitStage stage, byte* text, uint* field, nint stride, int rows, T* output, ref int scale)
        where T : unmanaged
    {
        if (typeof(TParser) == typeof(DoubleField))
        {
            return Doubles(stage, text, field, stride, rows, (double*)output, ref scale);
        }

        if (!stage.StageWhole(text, field, stride, rows))
        {
            return ulong.MaxValue;
        }

        if (typeof(TParser) == typeof(EpochMillisecondsField))
        {
            return DigitKernels512.EpochMilliseconds(stage, rows, (long*)output);
        }

        return typeof(TParser) == typeof(Int64Field) ? DigitKernels512.Int64s(stage, rows, (long*)output) : DigitKernels512.Int32s(stage, rows, (int*)output);
    }

    /// <summary>Amounts mostly have one scale in a column: that is tried first, and each row's own only where too many fail.</summary>
    private static ulong Doubles(DigitStage stage, byte* text, uint* field, nint stride, int rows, double* output, ref int scale)
    {
        if (scale != MixedScale)
        {
            if (!stage.StageWhole(text, field, stride, rows))
            {
                return ulong.MaxValue;
            }

            ulong failed = DigitKernels512.Doubles(stage, rows, scale, output) & (ulong.MaxValue >> (64 - rows));
            if (BitOperations.PopCount(failed) <= FewRows)
            {
                return failed;
            }
        }

        if (!stage.StagePoint(text, field, stride, rows))
        {
            scale = MixedScale;
            return ulong.MaxValue;
        }

        scale = stage.CommonScale(rows) ?? MixedScale;
        return DigitKernels512.Doubles(stage, rows, output);
    }
}
