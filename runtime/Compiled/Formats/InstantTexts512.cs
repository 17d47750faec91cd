using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>Instants of one minute to text, eight at a time with AVX-512: what comes after the minute is one word.</summary>
internal static unsafe class InstantTexts512
{
    private const int LengthWithMilliseconds = 24;
    private const int LengthOfWholeSeconds = 20;

    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Eight instants.</summary>
    /// <param name="ticks">UTC ticks.</param>
    /// <param name="minute">The first tick of the minute.</param>
    /// <param name="words">Room for the eight words <c>:ss.fffZ</c> or <c>:ssZ</c>.</param>
    /// <param name="lengths">Room for the eight lengths of whole texts; 0 of an instant in another minute, or with parts of a millisecond.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Eight(long* ticks, long minute, ulong* words, int* lengths)
    {
        Vector512<ulong> within = (Vector512.Load(ticks) - Vector512.Create(minute)).AsUInt64();
        Vector512<ulong> milliseconds = Vector512.ShiftRightLogical(Times(within, 3_518_437_209), 45);
        Vector512<ulong> isWritten = Vector512.LessThan(within, Vector512.Create((ulong)TimeSpan.TicksPerMinute)) & Vector512.Equals(within, Times(milliseconds, (uint)TimeSpan.TicksPerMillisecond));
        Vector512<ulong> seconds = Vector512.ShiftRightLogical(Times(milliseconds, 67_109), 26);
        milliseconds -= Times(seconds, 1000);
        Vector512<ulong> isWhole = Vector512.Equals(milliseconds, Vector512<ulong>.Zero);
        Vector512<ulong> tens = Tenths(seconds);
        Vector512<ulong> text = Vector512.ShiftLeft(tens, 8) | Vector512.ShiftLeft(seconds - Times(tens, 10), 16);
        Vector512<ulong> hundreds = Vector512.ShiftRightLogical(Times(milliseconds, 41), 12);
        milliseconds -= Times(hundreds, 100);
        tens = Tenths(milliseconds);
        Vector512<ulong> fraction = Vector512.ShiftLeft(hundreds, 32) | Vector512.ShiftLeft(tens, 40) | Vector512.ShiftLeft(milliseconds - Times(tens, 10), 48);
        Vector512<ulong> letters = Vector512.ConditionalSelect(isWhole, Vector512.Create(0x5A30_303Aul), Vector512.Create(0x5A30_3030_2E30_303Aul));
        (text | fraction | letters).Store(words);
        Vector512<ulong> length = Vector512.ConditionalSelect(isWhole, Vector512.Create((ulong)LengthOfWholeSeconds), Vector512.Create((ulong)LengthWithMilliseconds)) & isWritten;
        Avx512F.ConvertToVector256Int32(length.AsInt64()).Store(lengths);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Tenths(Vector512<ulong> belowHundred) => Vector512.ShiftRightLogical(Times(belowHundred, 103), 10);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Times(Vector512<ulong> value, uint factor) => Avx512F.Multiply(value.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32());
}
