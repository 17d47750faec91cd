using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Digits of up to <see cref="Rows"/> fields on their way to a vector conversion: 16 bytes a field, right-aligned, '0' subtracted, zeros before.
/// </summary>
internal sealed unsafe class DigitStage
{
    /// <summary>Rows staged at a time; all of a stage stays in the first-level cache.</summary>
    public const int Rows = 256;

    /// <summary>Bytes of a staged field.</summary>
    public const int FieldBytes = 16;

    /// <summary>What becomes of a point when '0' is subtracted.</summary>
    public const byte Point = unchecked((byte)('.' - '0'));

    private const int NoPoint = 16;
    private const int NoScale = FieldBytes;
    private readonly byte* _digits;
    private readonly long* _scales;
    private readonly byte* _keepLast;
    private readonly byte* _closeGap;
    private readonly byte[] _memory; // Keeps the blocks above alive.

    public DigitStage()
    {
        const int digits = Rows * FieldBytes;
        const int scales = Rows * sizeof(long);
        const int keep = 64;
        const int gap = (NoPoint + 1) * FieldBytes;
        _memory = GC.AllocateArray<byte>(64 + digits + scales + keep + gap, pinned: true);
        byte* p = (byte*)(((nint)Unsafe.AsPointer(ref _memory[0]) + 63) & ~63);
        _digits = p;
        _scales = (long*)(p += digits);
        _keepLast = p += scales;
        _closeGap = p + keep;
        new Span<byte>(_keepLast + FieldBytes, keep - FieldBytes).Fill(0xFF);
        for (int point = 0; point <= NoPoint; point++)
        {
            for (int i = 0; i < FieldBytes; i++)
            {
                // Bytes after the point stay, those before it move up by one; 0x80 brings a zero in.
                _closeGap[(point * FieldBytes) + i] = (byte)(i > point || point == NoPoint ? i : i == 0 ? 0x80 : i - 1);
            }
        }
    }

    /// <summary>The digits staged.</summary>
    public byte* Digits => _digits;

    /// <summary>Digits after the point of each row.</summary>
    public long* Scales => _scales;

    /// <summary>For each of four fields the order of its bytes that leaves out the point before the last <paramref name="scale"/> digits; as they are if that is negative.</summary>
    public Vector512<byte> OrderWithout(int scale)
    {
        int point = scale < 0 ? NoPoint : FieldBytes - 1 - scale;
        Vector128<byte> order = Vector128.Load(_closeGap + (point * FieldBytes));
        return Vector512.Create(Vector256.Create(order, order), Vector256.Create(order, order));
    }

    /// <summary>Stages fields of digits only.</summary>
    /// <returns>Whether every field has 1 to 16 bytes, or none if that is taken.</returns>
    public bool StageWhole(in StagedFields fields) =>
        fields.TakesEmpty ? Stage<EmptyTaken, NoPoints>(fields) : Stage<EmptyRefused, NoPoints>(fields);

    /// <summary>Stages fields of digits with at most one point: closes the gap that it leaves and notes the digits behind it.</summary>
    /// <inheritdoc cref="StageWhole"/>
    public bool StagePoint(in StagedFields fields) =>
        fields.TakesEmpty ? Stage<EmptyTaken, Points>(fields) : Stage<EmptyRefused, Points>(fields);

    /// <summary>Closes the gaps that points leave in fields that lie right-aligned in a lane, and notes the digits behind them. A point at the end is left to be parsed: it might be all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void ClosePoints(byte* digits, int rows)
    {
        byte* closeGap = _closeGap;
        long* scales = _scales;
        for (byte* end = digits + (rows * CsvLaneSet.RowBytes); digits < end; digits += CsvLaneSet.RowBytes, scales++)
        {
            Vector128<byte> field = Vector128.Load(digits);
            uint point = PointIn(field);
            *scales = point == NoPoint ? 0 : point == FieldBytes - 1 ? NoScale : FieldBytes - 1 - point;
            Close(field, point, closeGap).Store(digits);
        }
    }

    /// <summary>The scale that nearly all of the fields staged with a point have, -1 if nearly all have no point; null if they differ. Looks at the first few.</summary>
    public int? CommonScale(int rows)
    {
        long scale = _scales[0];
        for (int r = 1; r < Math.Min(rows, 8); r++)
        {
            if (_scales[r] != scale)
            {
                return null;
            }
        }

        return scale == 0 ? -1 : scale <= 7 ? (int)scale : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool Stage<TEmpty, TPoints>(in StagedFields fields)
        where TEmpty : struct
        where TPoints : struct
    {
        byte* text = fields.Text - fields.Returns - (fields.Quoted ? 1 : 0) - FieldBytes;
        uint* bounds = fields.Bounds;
        nint stride = fields.Stride;
        uint gap = fields.Gap;
        byte* digits = _digits;
        byte* keepLast = _keepLast; // A field would be read again after each store.
        byte* closeGap = _closeGap;
        long* scales = _scales;
        uint unfit = 0;
        int rows = fields.Rows;
        for (byte* end = digits + (rows / 2 * 2 * FieldBytes); digits < end; digits += 2 * FieldBytes, scales += 2)
        {
            StageOne<TEmpty, TPoints>(text, bounds, gap, keepLast, closeGap, scales, ref unfit).Store(digits);
            StageOne<TEmpty, TPoints>(text, bounds + stride, gap, keepLast, closeGap, scales + 1, ref unfit).Store(digits + FieldBytes);
            bounds += 2 * stride;
        }

        if ((rows & 1) != 0)
        {
            StageOne<TEmpty, TPoints>(text, bounds, gap, keepLast, closeGap, scales, ref unfit).Store(digits);
        }

        return unfit < FieldBytes && (!fields.Quoted || AllInQuotes(fields));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool AllInQuotes(in StagedFields fields)
    {
        byte* text = fields.Text;
        uint* bounds = fields.Bounds;
        nint stride = fields.Stride;
        nint last = -1 - (nint)fields.Returns;
        int wrong = 0;
        for (int r = 0; r < fields.Rows; r++, bounds += stride)
        {
            // A field of one byte, a quote, has its length refused.
            wrong |= (text[bounds[0] + 1] ^ '"') | (text[bounds[1] + last] ^ '"');
        }

        return wrong == 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> StageOne<TEmpty, TPoints>(byte* text, uint* bounds, uint gap, byte* keepLast, byte* closeGap, long* scale, ref uint unfit)
    {
        uint end = bounds[1];
        uint length = end - bounds[0] - gap;
        Vector128<byte> digits = (Vector128.Load(text + end) - Vector128.Create((byte)'0')) & Vector128.Load(keepLast + (length & 31));

        // 16 or more if there are more than 16 bytes, or none.
        unfit |= typeof(TEmpty) == typeof(EmptyTaken) && length == 0 ? 0 : length - 1;
        if (typeof(TPoints) == typeof(NoPoints))
        {
            return digits;
        }

        uint at = PointIn(digits);
        unfit |= length == 1 && at == FieldBytes - 1 ? uint.MaxValue : 0; // a point alone is no number
        *scale = at == NoPoint ? 0 : FieldBytes - 1 - at;
        return Close(digits, at, closeGap);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint PointIn(Vector128<byte> digits)
    {
        uint points = Vector128.Equals(digits, Vector128.Create(Point)).ExtractMostSignificantBits();
        return (uint)BitOperations.TrailingZeroCount(points | (1u << NoPoint));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Close(Vector128<byte> digits, uint point, byte* closeGap)
    {
        Vector128<byte> order = Vector128.Load(closeGap + (point * FieldBytes));
        return Ssse3.IsSupported ? Ssse3.Shuffle(digits, order) : Vector128.Shuffle(digits, order);
    }

    private struct EmptyTaken;

    private struct EmptyRefused;

    private struct Points;

    private struct NoPoints;
}
