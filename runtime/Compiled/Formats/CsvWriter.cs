using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Formats;

/// <summary>
/// Values as CSV fields (RFC 4180): what generated codecs call. A field is quoted only if it contains a quote, the delimiter or a line break,
/// or white space at its ends. Null is empty; an empty text in a column that may be null is written as <c>""</c>, to be told from null.
/// A value is appended to a buffer, or written where <see cref="Utf8Buffer.Begin"/> made room, which is faster for several values in turn.
/// </summary>
public static partial class CsvWriter
{
    private const byte QuoteByte = (byte)'"';

    /// <summary>Appends the header line, ending in a line feed.</summary>
    /// <param name="columns">The names, see <see cref="Execution.RowCodec{T}.Columns"/>.</param>
    /// <param name="delimiter">The separator of fields.</param>
    public static void WriteHeader(Utf8Buffer output, IReadOnlyList<string> columns, byte delimiter)
    {
        int start = output.Length;
        for (int i = 0; i < columns.Count; i++)
        {
            if (i > 0)
            {
                output.Append(delimiter);
            }

            Write(output, columns[i], delimiter);
        }

        if (columns.Count == 1)
        {
            QuoteIfEmpty(output, start);
        }

        output.Append((byte)'\n');
    }

    /// <summary>Writes true or false.</summary>
    /// <param name="at">Room for 8 bytes.</param>
    /// <returns>Behind what was written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref byte Write(ref byte at, bool value, byte delimiter) => ref QuoteIfNumeric(ref at, ref PlainTextWriter.Write(ref at, value), delimiter);

    /// <summary>Writes a text.</summary>
    /// <param name="at">As much room as <see cref="RoomOf(Utf8String)"/> says.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte Write(ref byte at, Utf8String value, byte delimiter)
    {
        ReadOnlySpan<byte> text = value.Span;
        bool isPlain = PlainCopy.CopyAhead(text, ref at, new CsvSpecialBytes(delimiter));
        ref byte end = ref Unsafe.Add(ref at, text.Length);
        return ref isPlain && (text.IsEmpty || (!IsSpace(text[0]) && !IsSpace(text[^1]))) ? ref end : ref Quote(ref at, text.Length);
    }

    /// <summary>Most bytes that a text may take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RoomOf(Utf8String value) => checked((2 * value.Length) + 2);

    /// <summary>Most bytes that a text may take; that of an empty one for null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RoomOf(Utf8String? value) => RoomOf(value.GetValueOrDefault());

    /// <summary>Writes a text; null as nothing.</summary>
    public static void Write(Utf8Buffer output, string? value, byte delimiter)
    {
        int start = output.Length;
        output.AppendUtf16(value);
        QuoteFrom(output, start, delimiter);
    }

    /// <summary>Writes a text of a column that may be null, where it is not: an empty one in quotes.</summary>
    /// <param name="at">As much room as <see cref="RoomOf(Utf8String)"/> says.</param>
    /// <returns>Behind what was written.</returns>
    public static ref byte WritePresent(ref byte at, Utf8String value, byte delimiter) => ref value.IsEmpty ? ref PlainTextWriter.Append(ref at, "\"\""u8) : ref Write(ref at, value, delimiter);

    /// <summary>Writes a text of a column that may be null, where it is not: an empty one in quotes.</summary>
    public static void WritePresent(Utf8Buffer output, string value, byte delimiter)
    {
        int start = output.Length;
        Write(output, value, delimiter);
        QuoteIfEmpty(output, start);
    }

    /// <summary>Writes <c>""</c> if nothing has been written since <paramref name="start"/>.</summary>
    public static void QuoteIfEmpty(Utf8Buffer output, int start)
    {
        if (output.Length == start)
        {
            output.Append("\"\""u8);
        }
    }

    /// <summary>Puts what has been written since <paramref name="start"/> in quotes, if it must be.</summary>
    public static void QuoteFrom(Utf8Buffer output, int start, byte delimiter)
    {
        ReadOnlySpan<byte> field = output.Written[start..];
        if (!MustQuote(field, delimiter))
        {
            return;
        }

        int added = field.Count(QuoteByte) + 2;
        int length = field.Length;
        output.Reserve(added);
        output.Advance(added);
        Quote(output.WrittenSpan[start..], length);
    }

    private static bool MustQuote(ReadOnlySpan<byte> field, byte delimiter) =>
        !field.IsEmpty && (IsSpace(field[0]) || IsSpace(field[^1]) || field.IndexOfAny(QuoteByte, (byte)'\n', (byte)'\r') >= 0 || field.Contains(delimiter));

    /// <summary>Puts a field in quotes, where there is room.</summary>
    /// <returns>Behind it.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte Quote(ref byte at, int length)
    {
        int quoted = length + 2 + MemoryMarshal.CreateReadOnlySpan(ref at, length).Count(QuoteByte);
        Quote(MemoryMarshal.CreateSpan(ref at, quoted), length);
        return ref Unsafe.Add(ref at, quoted);
    }

    // From the end, since the text moves to the right over itself.
    private static void Quote(Span<byte> room, int length)
    {
        int target = room.Length;
        room[--target] = QuoteByte;
        for (int i = length - 1; i >= 0; i--)
        {
            byte value = room[i];
            room[--target] = value;
            if (value == QuoteByte)
            {
                room[--target] = QuoteByte;
            }
        }

        room[0] = QuoteByte;
    }

    /// <summary>Numbers, dates and truth values need quotes only if the delimiter is one of their characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte QuoteIfNumeric(ref byte at, ref byte end, byte delimiter) =>
        ref delimiter == (byte)',' ? ref end : ref QuoteIfDelimited(ref at, ref end, delimiter);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ref byte QuoteIfDelimited(ref byte at, ref byte end, byte delimiter)
    {
        int length = (int)Unsafe.ByteOffset(ref at, ref end);
        bool mayOccur = char.IsAsciiLetterOrDigit((char)delimiter) || delimiter is (byte)'.' or (byte)'-' or (byte)'+' or (byte)':';
        return ref mayOccur && MustQuote(MemoryMarshal.CreateReadOnlySpan(ref at, length), delimiter) ? ref Quote(ref at, length) : ref end;
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t';
}
