using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Values as JSON (RFC 8259): what generated codecs call. In texts only what must be is escaped: the quote, the backslash, characters below U+0020.
/// A value is appended to a buffer, or written where <see cref="Utf8Buffer.Begin"/> made room, which is faster for several values in turn.
/// </summary>
public static partial class JsonWriter
{
    private const int MostEscaped = 6;

    // A longer text is looked through for what must be escaped before room is made for it.
    private const int ShortText = 1024;

    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\']);

    /// <summary>Writes true or false.</summary>
    public static void Write(Utf8Buffer output, bool value) => output.End(ref Write(ref output.Begin(8), value));

    /// <summary>Writes true or false.</summary>
    /// <param name="at">Room for 8 bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, bool value) => ref PlainTextWriter.Write(ref at, value);

    /// <summary>Writes a text in quotes.</summary>
    public static void Write(Utf8Buffer output, Utf8String value) => WriteText(output, value.Span);

    /// <summary>Writes a text in quotes.</summary>
    /// <param name="at">As much room as <see cref="RoomOf(Utf8String)"/> says.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, Utf8String value) => ref WriteText(ref at, value.Span);

    /// <summary>Writes what stands between the quotes of a text.</summary>
    /// <param name="at">As much room as <see cref="RoomOf(Utf8String)"/> says.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte WriteInside(ref byte at, Utf8String value)
    {
        Utf8Slice text = value.AsSlice();
        return ref PlainCopy.TryCopyShort(text, ref at, default(JsonSpecialBytes)) ? ref Unsafe.Add(ref at, text.Length) : ref WriteInside(ref at, text.Span);
    }

    /// <summary>Most bytes that a text may take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RoomOf(Utf8String value) => RoomOf(value.Span);

    /// <summary>Most bytes that a text may take; that of an empty one for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RoomOf(Utf8String? value) => RoomOf(value.GetValueOrDefault().Span);

    /// <summary>Writes a text in quotes; null as null. Unpaired surrogates become U+FFFD.</summary>
    public static void Write(Utf8Buffer output, string? value)
    {
        if (value is null)
        {
            output.Append("null"u8);
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        WriteText(output, rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    private static void WriteText(Utf8Buffer output, ReadOnlySpan<byte> text) => output.End(ref WriteText(ref output.Begin(RoomOf(text)), text));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int RoomOf(ReadOnlySpan<byte> text) => text.Length <= ShortText ? (text.Length * MostEscaped) + 2 : RoomOfLong(text);

    private static int RoomOfLong(ReadOnlySpan<byte> text)
    {
        int room = checked(text.Length + 2);
        for (int special = text.IndexOfAny(MustEscape); special >= 0; special = text.IndexOfAny(MustEscape))
        {
            room = checked(room + MostEscaped - 1);
            text = text[(special + 1)..];
        }

        return room;
    }

    private static ref byte WriteText(ref byte at, ReadOnlySpan<byte> text)
    {
        at = (byte)'"';
        return ref PlainTextWriter.Append(ref WriteInside(ref Unsafe.Add(ref at, 1), text), (byte)'"');
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteInside(ref byte at, ReadOnlySpan<byte> text) =>
        ref PlainCopy.CopyAhead(text, ref at, default(JsonSpecialBytes)) ? ref Unsafe.Add(ref at, text.Length) : ref WriteEscaped(ref at, text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte WriteEscaped(ref byte at, ReadOnlySpan<byte> text)
    {
        for (int special = text.IndexOfAny(MustEscape); special >= 0; special = text.IndexOfAny(MustEscape))
        {
            at = ref PlainTextWriter.Append(ref at, text[..special]);
            at = ref WriteEscaped(ref at, text[special]);
            text = text[(special + 1)..];
        }

        return ref PlainTextWriter.Append(ref at, text);
    }

    private static ref byte WriteEscaped(ref byte at, byte value)
    {
        byte letter = value switch
        {
            (byte)'"' or (byte)'\\' => value,
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => 0,
        };
        at = ref PlainTextWriter.Append(ref at, (byte)'\\');
        if (letter != 0)
        {
            return ref PlainTextWriter.Append(ref at, letter);
        }

        at = ref PlainTextWriter.Append(ref at, "u00"u8);
        at = ref PlainTextWriter.Append(ref at, Hex(value >> 4));
        return ref PlainTextWriter.Append(ref at, Hex(value & 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
