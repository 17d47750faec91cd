using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Staged digits to numbers, eight rows at a time with AVX-512: three multiply-adds make two numbers of eight digits of each sixteen. Each method returns a bit for every
/// row that it could not convert (a sign, a letter, out of range); writes up to seven values more than there are rows.
/// </summary>
internal static unsafe class DigitKernels512
{
    private const long MaxMilliseconds = (Calendar.MaxTicks - Calendar.UnixEpochTicks) / TimeSpan.TicksPerMillisecond;

    public static bool IsSupported => Avx512BW.IsSupported && Avx512DQ.IsSupported;

    public static ulong Int64s(DigitStage stage, int rows, long* output)
    {
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Convert(stage, r, ref failed).AsInt64().Store(output + r);
        }

        return failed;
    }

    public static ulong Int32s(DigitStage stage, int rows, int* output)
    {
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<ulong> values = Convert(stage, r, ref failed);
            failed |= Vector512.GreaterThan(values, Vector512.Create((ulong)int.MaxValue)).ExtractMostSignificantBits() << r;
            Avx512F.ConvertToVector256Int32(values.AsInt64()).Store(output + r);
        }

        return failed;
    }

    public static ulong EpochMilliseconds(DigitStage stage, int rows, long* output)
    {
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<ulong> values = Convert(stage, r, ref failed);
            failed |= Vector512.GreaterThan(values, Vector512.Create((ulong)MaxMilliseconds)).ExtractMostSignificantBits() << r;
            ((values.AsInt64() * Vector512.Create(TimeSpan.TicksPerMillisecond)) + Vector512.Create(Calendar.UnixEpochTicks)).Store(output + r);
        }

        return failed;
    }

    public static ulong Doubles(DigitStage stage, int rows, double* output)
    {
        var powers = Vector512.Create(1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7);
        var reciprocals = Vector512.Create(1e0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7);
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<double> digits = Vector512.ConvertToDouble(Convert(stage, r, ref failed));
            Vector512<long> scales = Vector512.Load(stage.Scales + r);
            failed |= Vector512.GreaterThan(scales, Vector512.Create(7L)).ExtractMostSignificantBits() << r;
            Divide(digits, Avx512F.PermuteVar8x64(powers, scales), Avx512F.PermuteVar8x64(reciprocals, scales)).Store(output + r);
        }

        return failed;
    }

    /// <summary>Doubles that all have <paramref name="scale"/> digits after the point, or none and no point if it is negative: one shuffle closes the gap of four rows.</summary>
    public static ulong Doubles(DigitStage stage, int rows, int scale, double* output)
    {
        const byte point = unchecked((byte)('.' - '0'));
        Vector512<byte> order = stage.OrderWithout(scale);
        Vector512<byte> pointAt = scale < 0 ? Vector512<byte>.Zero : Vector512.Equals(FieldIndices, Vector512.Create((byte)(15 - scale)));
        Vector512<byte> expected = pointAt & Vector512.Create(point);
        var power = Vector512.Create(Power(scale));
        var reciprocal = Vector512.Create(1 / Power(scale));
        ulong failed = 0;
        for (int r = 0; r < rows; r += 8)
        {
            Vector512<byte> even = Vector512.Load(stage.Even + (r * 8));
            Vector512<byte> odd = Vector512.Load(stage.Odd + (r * 8));
            Vector512<byte> noPoint = ((even ^ expected) | (odd ^ expected)) & pointAt;
            if (noPoint != Vector512<byte>.Zero)
            {
                failed |= RowsOf((even ^ expected) & pointAt, (odd ^ expected) & pointAt, Vector512<byte>.Zero) << r;
            }

            Vector512<ulong> digits = Convert(Avx512BW.Shuffle(even, order), Avx512BW.Shuffle(odd, order), r, ref failed);
            Divide(Vector512.ConvertToDouble(digits), power, reciprocal).Store(output + r);
        }

        return failed;
    }

    /// <summary>0 to 15 in each of four fields.</summary>
    private static Vector512<byte> FieldIndices =>
        Vector512.Create(Vector256.Create(Vector128<byte>.Indices, Vector128<byte>.Indices), Vector256.Create(Vector128<byte>.Indices, Vector128<byte>.Indices));

    private static double Power(int scale) => scale <= 0 ? 1 : scale switch { 1 => 1e1, 2 => 1e2, 3 => 1e3, 4 => 1e4, 5 => 1e5, 6 => 1e6, _ => 1e7 };

    /// <summary>
    /// digits / power, rounded once: both are exact (digits below 10^15 if there is a scale), and after a quotient by the nearest reciprocal one step with the exact
    /// remainder gives what division would (Markstein), in a quarter of its time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Divide(Vector512<double> digits, Vector512<double> power, Vector512<double> reciprocal)
    {
        Vector512<double> quotient = digits * reciprocal;
        return Avx512F.FusedMultiplyAdd(Avx512F.FusedMultiplyAddNegated(quotient, power, digits), reciprocal, quotient);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Convert(DigitStage stage, int row, ref ulong failed) =>
        Convert(Vector512.Load(stage.Even + (row * 8)), Vector512.Load(stage.Odd + (row * 8)), row, ref failed);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Convert(Vector512<byte> even, Vector512<byte> odd, int row, ref ulong failed)
    {
        Vector512<byte> nine = Vector512.Create((byte)9);
        if (Vector512.GreaterThanAny(Vector512.Max(even, odd), nine))
        {
            failed |= RowsOf(even, odd, nine) << row;
        }

        Vector512<sbyte> tens = Vector512.Create((short)0x010A).AsSByte();
        Vector512<short> hundreds = Vector512.Create(0x00010064).AsInt16();
        Vector512<short> tenThousands = Vector512.Create(0x00012710).AsInt16();
        Vector512<int> even4 = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(even, tens), hundreds);
        Vector512<int> odd4 = Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(odd, tens), hundreds);
        Vector512<ulong> halves = Avx512BW.MultiplyAddAdjacent(Avx512BW.PackUnsignedSaturate(even4, odd4).AsInt16(), tenThousands).AsUInt64();
        return Avx512F.Multiply(halves.AsUInt32(), Vector512.Create(100_000_000UL).AsUInt32()) + (halves >> 32);
    }

    /// <summary>A bit for each of eight rows with a byte above <paramref name="limit"/>.</summary>
    private static ulong RowsOf(Vector512<byte> even, Vector512<byte> odd, Vector512<byte> limit)
    {
        ulong evenBytes = Vector512.GreaterThan(even, limit).ExtractMostSignificantBits();
        ulong oddBytes = Vector512.GreaterThan(odd, limit).ExtractMostSignificantBits();
        ulong rows = 0;
        for (int i = 0; i < 4; i++)
        {
            rows |= ((evenBytes >> (16 * i)) & 0xFFFF) != 0 ? 1UL << (2 * i) : 0;
            rows |= ((oddBytes >> (16 * i)) & 0xFFFF) != 0 ? 2UL << (2 * i) : 0;
        }

        return rows;
    }
}
