using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>
/// Values as plain text: what generated codecs call. Nothing is escaped; null is nothing.
/// A value is appended to a buffer, or written where <see cref="Utf8Buffer.Begin"/> made room, which is faster for several values in turn.
/// </summary>
public static partial class PlainTextWriter
{
    private const ulong True = 0x6575_7274;
    private const ulong False = 0x65_736C_6166;

    /// <summary>Writes bytes as they are.</summary>
    /// <param name="at">Room for them.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Append(ref byte at, ReadOnlySpan<byte> bytes)
    {
        Unsafe.CopyBlockUnaligned(ref at, ref MemoryMarshal.GetReference(bytes), (uint)bytes.Length);
        return ref Unsafe.Add(ref at, bytes.Length);
    }

    /// <summary>Writes the beginning of some bytes: with 8, 16 or 32 of them in one store.</summary>
    /// <param name="at">Room for <paramref name="length"/> bytes.</param>
    /// <param name="padded">At most as many bytes more as <see cref="Utf8Buffer.Slack"/> says.</param>
    /// <param name="length">How many count; not checked.</param>
    /// <returns>Behind what counts.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte AppendPadded(ref byte at, ReadOnlySpan<byte> padded, int length)
    {
        Unsafe.CopyBlockUnaligned(ref at, ref MemoryMarshal.GetReference(padded), (uint)padded.Length);
        return ref Unsafe.Add(ref at, length);
    }

    /// <summary>Writes one byte.</summary>
    /// <param name="at">Room for it.</param>
    /// <returns>Behind it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Append(ref byte at, byte value)
    {
        at = value;
        return ref Unsafe.Add(ref at, 1);
    }

    /// <summary>Writes true or false.</summary>
    /// <param name="at">Room for 8 bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, bool value)
    {
        // No branch, since which one comes next cannot be foreseen.
        nint one = value ? 1 : 0;
        Unsafe.WriteUnaligned(ref at, False ^ ((False ^ True) & (ulong)-one));
        return ref Unsafe.Add(ref at, 5 - one);
    }

    /// <summary>Writes a text as it is.</summary>
    /// <param name="at">As much room as <see cref="RoomOf(Utf8String)"/> says.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, Utf8String value) => ref PlainCopy.CopyAhead(value.Span, ref at);

    /// <summary>Most bytes that a text may take.</summary>
    public static int RoomOf(Utf8String value) => value.Length;

    /// <summary>Most bytes that a text may take; that of an empty one for null.</summary>
    public static int RoomOf(Utf8String? value) => value.GetValueOrDefault().Length;

    /// <summary>Writes a text as it is; null as nothing.</summary>
    public static void Write(Utf8Buffer output, string? value) => output.AppendUtf16(value);
}
