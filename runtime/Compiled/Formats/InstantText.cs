using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>
/// Instants as ISO 8601 text in UTC, of one column: the text of the last minute is kept, since the next instant often lies in it. What generated codecs hold while they write rows. Mutable: pass it by reference.
/// </summary>
public struct InstantText
{
    private const ulong Minute = TimeSpan.TicksPerMinute;

    // Nothing lies within a length of 0: so a new value knows no minute.
    private ulong _start;
    private ulong _length;
    private Vector128<byte> _text;

    /// <summary>Writes <c>yyyy-MM-ddTHH:mm:ssZ</c>; a fraction of a second has three digits if they say all, else six, else seven.</summary>
    /// <param name="at">Room for <see cref="DateWriter.MaxLength"/> bytes.</param>
    /// <param name="utcTicks">UTC ticks, 0 to those of the end of year 9999.</param>
    /// <returns>Behind the text.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref byte Write(ref byte at, long utcTicks)
    {
        ulong within = (ulong)utcTicks - _start;
        if (within >= _length)
        {
            Move((ulong)utcTicks);
            within = (ulong)utcTicks - _start;
        }

        _text.StoreUnsafe(ref at);
        uint ticks = (uint)within;
        uint second = ticks / (uint)TimeSpan.TicksPerSecond;
        uint fraction = ticks - (second * (uint)TimeSpan.TicksPerSecond);
        uint milliseconds = fraction / (uint)TimeSpan.TicksPerMillisecond;

        // ":ss.mmmZ" is one word.
        uint tens = (second * 103) >> 10;
        ulong word = 0x5A30_3030_2E30_303Aul | (tens << 8) | ((second - (tens * 10)) << 16) | ((ulong)DigitWords.Four(milliseconds) << 24);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, 16), word);
        return ref fraction == milliseconds * (uint)TimeSpan.TicksPerMillisecond && fraction != 0 ? ref Unsafe.Add(ref at, 24) : ref WriteFraction(ref Unsafe.Add(ref at, 19), fraction);
    }

    // No fraction, or one of more than three digits.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteFraction(ref byte at, uint ticks)
    {
        int length = DateWriter.WriteFraction(ref at, ticks);
        Unsafe.Add(ref at, length) = (byte)'Z';
        return ref Unsafe.Add(ref at, length + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Move(ulong utcTicks)
    {
        _start = utcTicks - (utcTicks % Minute);
        _length = Minute;
        Span<byte> text = stackalloc byte[DateWriter.MaxLength];
        DateWriter.WriteIso8601((long)_start, text);
        _text = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text));
    }
}
