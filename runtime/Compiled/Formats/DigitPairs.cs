using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>Numbers of two and four digits, two at a time from a table. Whoever calls has made sure of the room.</summary>
internal static class DigitPairs
{
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    /// <summary>Writes the two digits of a number below 100.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WritePair(ref byte destination, uint value) =>
        Unsafe.WriteUnaligned(ref destination, Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref MemoryMarshal.GetReference(Pairs), value * 2)));

    /// <summary>Writes the four digits of a number below 10 000.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WriteFour(ref byte destination, uint value)
    {
        uint high = value / 100;
        WritePair(ref destination, high);
        WritePair(ref Unsafe.Add(ref destination, 2), value - (high * 100));
    }
}
