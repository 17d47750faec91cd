using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Staged digits to numbers, eight rows at a time with AVX-512: three multiply-adds make two numbers of eight digits of each sixteen. Each method returns a bit for every
/// row that it could not convert (a sign, a letter, out of range); converts at most <see cref="Rows"/> rows, staged as <see cref="DigitStage"/> does it, and writes up to seven values too many.
/// </summary>
internal static unsafe class DigitKernels512
{
    /// <summary>The last instant, in milliseconds since 1970.</summary>
    public const long MaxMilliseconds = (Calendar.MaxTicks - Calendar.UnixEpochTicks) / TimeSpan.TicksPerMillisecond;

    /// <summary>Rows that one call converts.</summary>
    public const int Rows = 64;

    public static bool IsSupported => Avx512BW.IsSupported && Avx512DQ.IsSupported && Bmi2.X64.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Int64s<TRows>(byte* staged, int rows, long* output)
        where TRows : struct, IStagedRows
    {
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Convert<TRows>(staged + (r * TRows.Stride), r, ref failed).AsInt64().Store(output + r);
        }

        return failed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Int32s<TRows>(byte* staged, int rows, int* output)
        where TRows : struct, IStagedRows
    {
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<ulong> values = Convert<TRows>(staged + (r * TRows.Stride), r, ref failed);
            failed |= Vector512.GreaterThan(values, Vector512.Create((ulong)int.MaxValue)).ExtractMostSignificantBits() << r;
            Avx512F.ConvertToVector256Int32(values.AsInt64()).Store(output + r);
        }

        return failed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong EpochMilliseconds<TRows>(byte* staged, int rows, long* output)
        where TRows : struct, IStagedRows
    {
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<ulong> values = Convert<TRows>(staged + (r * TRows.Stride), r, ref failed);
            failed |= Vector512.GreaterThan(values, Vector512.Create((ulong)MaxMilliseconds)).ExtractMostSignificantBits() << r;
            ((values.AsInt64() * Vector512.Create(TimeSpan.TicksPerMillisecond)) + Vector512.Create(Calendar.UnixEpochTicks)).Store(output + r);
        }

        return failed;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Doubles<TRows>(byte* staged, long* scale, int rows, double* output)
        where TRows : struct, IStagedRows
    {
        var powers = Vector512.Create(1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
        var reciprocals = Vector512.Create(1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7);
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<double> digits = Vector512.ConvertToDouble(Convert<TRows>(staged + (r * TRows.Stride), r, ref failed));
            Vector512<long> scales = Vector512.Load(scale + r);
            failed |= Vector512.GreaterThan(scales, Vector512.Create(7L)).ExtractMostSignificantBits() << r;
            Divide(digits, Avx512F.PermuteVar8x64(powers, scales), Avx512F.PermuteVar8x64(reciprocals, scales)).Store(output + r);
        }

        return failed;
    }

    /// <summary>Doubles that all have <paramref name="scale"/> digits after the point, or none and no point if it is negative: one shuffle closes the gap of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static ulong Doubles<TRows>(byte* staged, DigitStage stage, int rows, int scale, double* output)
        where TRows : struct, IStagedRows
    {
        Vector512<byte> order = stage.OrderWithout(scale);
        Vector512<byte> pointAt = PointAt(scale);
        Vector512<byte> expected = pointAt & Vector512.Create(DigitStage.Point);
        var power = Vector512.Create(Power(scale));
        var reciprocal = Vector512.Create(1 / Power(scale));
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<byte> low = TRows.LoadFour(staged + (r * TRows.Stride));
            Vector512<byte> high = TRows.LoadFour(staged + ((r + 4) * TRows.Stride));
            Vector512<byte> lowDigits = Avx512BW.Shuffle(low, order);
            Vector512<byte> highDigits = Avx512BW.Shuffle(high, order);
            ulong lowWrong = Wrong(lowDigits) | ~Vector512.Equals(low & pointAt, expected).ExtractMostSignificantBits();
            ulong highWrong = Wrong(highDigits) | ~Vector512.Equals(high & pointAt, expected).ExtractMostSignificantBits();
            if ((lowWrong | highWrong) != 0)
            {
                failed |= RowsOf(lowWrong, highWrong) << r;
            }

            Vector512<ulong> digits = Value(lowDigits, highDigits);
            Divide(Vector512.ConvertToDouble(digits), power, reciprocal).Store(output + r);
        }

        return failed;
    }

    /// <summary>0 to 15 in each of four fields.</summary>
    private static Vector512<byte> FieldIndices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<byte>.Indices & Vector512.Create((byte)15);
    }

    /// <summary>All ones where the point is in each of four fields with <paramref name="scale"/> digits behind it; nowhere if that is negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> PointAt(int scale) => scale < 0 ? Vector512<byte>.Zero : Vector512.Equals(FieldIndices, Vector512.Create((byte)(15 - scale)));

    public static double Power(int scale) => scale <= 0 ? 1 : scale switch { 1 => 1e1, 2 => 1e2, 3 => 1e3, 4 => 1e4, 5 => 1e5, 6 => 1e6, _ => 1e7 };

    /// <summary>
    /// digits / power, rounded once: both are exact (digits below 10^15 if there is a scale), and after a quotient by the nearest reciprocal one step with the exact
    /// remainder gives what division would (Markstein), in a quarter of its time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Divide(Vector512<double> digits, Vector512<double> power, Vector512<double> reciprocal)
    {
        Vector512<double> quotient = digits * reciprocal;
        return Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAddNegated(quotient, power, digits), reciprocal, quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Convert<TRows>(byte* staged, int row, ref ulong failed)
        where TRows : struct, IStagedRows
    {
        Vector512<byte> low = TRows.LoadFour(staged);
        Vector512<byte> high = TRows.LoadFour(staged + (4 * TRows.Stride));
        ulong lowWrong = Wrong(low);
        ulong highWrong = Wrong(high);
        if ((lowWrong | highWrong) != 0)
        {
            failed |= RowsOf(lowWrong, highWrong) << row;
        }

        return Value(low, high);
    }

    /// <summary>Eight numbers of sixteen digits each: rows 0 to 3 from <paramref name="low"/>, rows 4 to 7 from <paramref name="high"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Value(Vector512<byte> low, Vector512<byte> high)
    {
        Vector512<ulong> halves = Halves(low, high);
        return InOrder(Avx512F.Multiply(halves.AsUInt32(), Vector512.Create(100_000_000UL).AsUInt32()) + (halves >> 32));
    }

    /// <summary>As <see cref="Value"/>, but a number's first eight digits in the lower half of its lane and its last eight in the upper, and not yet <see cref="InOrder"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Halves(Vector512<byte> low, Vector512<byte> high)
    {
        Vector512<sbyte> tens = Vector512.Create((short)0x010A).AsSByte();
        Vector512<short> hundreds = Vector512.Create(0x00010064).AsInt16();
        Vector512<short> tenThousands = Vector512.Create(0x00012710).AsInt16();
        Vector512<int> low4 = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(low, tens), hundreds);
        Vector512<int> high4 = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(high, tens), hundreds);
        return Avx512BW.MultiplyAddAdjacent(Avx512BW.PackUnsignedSaturate(low4, high4).AsInt16(), tenThousands).AsUInt64();
    }

    /// <summary>Puts rows in order: packing took turns between the two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> InOrder(Vector512<ulong> rows) => Avx512F.PermuteVar8x64(rows, Vector512.Create(0UL, 2, 4, 6, 1, 3, 5, 7));

    /// <summary>A bit for each byte that is no digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Wrong(Vector512<byte> digits) => Vector512.GreaterThan(digits, Vector512.Create((byte)9)).ExtractMostSignificantBits();

    /// <summary>A bit for each of eight rows, from a bit for each of their bytes. Inlined and without a call, so that vectors stay in their registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RowsOf(ulong lowBytes, ulong highBytes)
    {
        const ulong low = 0x7FFF7FFF7FFF7FFF;
        ulong lowRows = Bmi2.X64.ParallelBitExtract(((lowBytes & low) + low) | lowBytes, ~low);
        ulong highRows = Bmi2.X64.ParallelBitExtract(((highBytes & low) + low) | highBytes, ~low);
        return lowRows | (highRows << 4);
    }
}
