using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>
/// Values as CSV fields (RFC 4180), appended to a buffer: what generated codecs call. A field is quoted only if it contains a quote, the delimiter or a line break,
/// or white space at its ends. Null is empty; an empty text in a column that may be null is written as <c>""</c>, to be told from null.
/// </summary>
public static partial class CsvWriter
{
    private const byte Quote = (byte)'"';

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
    public static void Write(Utf8Buffer output, bool value, byte delimiter)
    {
        int start = output.Length;
        output.Append(value ? "true"u8 : "false"u8);
        QuoteIfNumeric(output, start, delimiter);
    }

    /// <summary>Writes a text.</summary>
    public static void Write(Utf8Buffer output, Utf8String value, byte delimiter)
    {
        int start = output.Length;
        ReadOnlySpan<byte> text = value.Span;
        if (text.IsEmpty)
        {
            return;
        }

        bool isPlain = PlainCopy.Copy(text, ref output.Reserve(text.Length)[0], new CsvSpecialBytes(delimiter));
        output.Advance(text.Length);
        if (!isPlain || IsSpace(text[0]) || IsSpace(text[^1]))
        {
            QuoteFrom(output, start, delimiter);
        }
    }

    /// <summary>Writes a text; null as nothing.</summary>
    public static void Write(Utf8Buffer output, string? value, byte delimiter)
    {
        int start = output.Length;
        output.AppendUtf16(value);
        QuoteFrom(output, start, delimiter);
    }

    /// <summary>Writes a text of a column that may be null, where it is not: an empty one in quotes.</summary>
    public static void WritePresent(Utf8Buffer output, Utf8String value, byte delimiter)
    {
        int start = output.Length;
        Write(output, value, delimiter);
        QuoteIfEmpty(output, start);
    }

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
        if (field.IsEmpty || (!IsSpace(field[0]) && !IsSpace(field[^1]) && field.IndexOfAny(Quote, (byte)'\n', (byte)'\r') < 0 && field.IndexOf(delimiter) < 0))
        {
            return;
        }

        int doubled = field.Count(Quote);
        int length = field.Length;
        output.Reserve(doubled + 2);
        output.Advance(doubled + 2);

        // From the end, since the text moves to the right over itself.
        Span<byte> room = output.WrittenSpan[start..];
        int target = room.Length;
        room[--target] = Quote;
        for (int i = length - 1; i >= 0; i--)
        {
            byte value = room[i];
            room[--target] = value;
            if (value == Quote)
            {
                room[--target] = Quote;
            }
        }

        room[0] = Quote;
    }

    /// <summary>Numbers, dates and truth values need quotes only if the delimiter is one of their characters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuoteIfNumeric(Utf8Buffer output, int start, byte delimiter)
    {
        if (delimiter == (byte)',')
        {
            return;
        }

        if (char.IsAsciiLetterOrDigit((char)delimiter) || delimiter is (byte)'.' or (byte)'-' or (byte)'+' or (byte)':')
        {
            QuoteFrom(output, start, delimiter);
        }
    }

    private static bool IsSpace(byte value) => value is (byte)' ' or (byte)'\t';
}
