using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>How staged fields of 16 bytes follow one another.</summary>
internal unsafe interface IStagedRows
{
    /// <summary>Bytes from one field to the next.</summary>
    static abstract int Stride { get; }

    /// <summary>Four fields.</summary>
    static abstract Vector512<byte> LoadFour(byte* first);
}

/// <summary>One right behind the other, as <see cref="DigitStage"/> has them.</summary>
internal readonly unsafe struct PackedRows : IStagedRows
{
    public static int Stride => DigitStage.FieldBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadFour(byte* first) => Vector512.Load(first);
}

/// <summary>In a lane of cut rows.</summary>
internal readonly unsafe struct LaneRows : IStagedRows
{
    public static int Stride => CsvLaneSet.RowBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadFour(byte* first)
    {
        Vector512<byte> four = Vector128.Load(first).ToVector256Unsafe().ToVector512Unsafe();
        four = Avx512F.InsertVector128(four, Vector128.Load(first + CsvLaneSet.RowBytes), 1);
        four = Avx512F.InsertVector128(four, Vector128.Load(first + (2 * CsvLaneSet.RowBytes)), 2);
        return Avx512F.InsertVector128(four, Vector128.Load(first + (3 * CsvLaneSet.RowBytes)), 3);
    }
}
