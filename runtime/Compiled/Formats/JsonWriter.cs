using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Compiled.Formats;

/// <summary>
/// Values as JSON (RFC 8259), appended to a buffer: what generated codecs call. In texts only what must be is escaped: the quote, the backslash, characters below U+0020.
/// </summary>
public static partial class JsonWriter
{
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, (byte)'"', (byte)'\\']);

    /// <summary>Writes true or false.</summary>
    public static void Write(Utf8Buffer output, bool value) => output.Append(value ? "true"u8 : "false"u8);

    /// <summary>Writes a text in quotes.</summary>
    public static void Write(Utf8Buffer output, Utf8String value) => WriteText(output, value.Span);

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

    private static void WriteText(Utf8Buffer output, ReadOnlySpan<byte> text)
    {
        Span<byte> target = output.Reserve(text.Length + 2);
        target[0] = (byte)'"';
        if (PlainCopy.Copy(text, ref target[1], default(JsonSpecialBytes)))
        {
            target[text.Length + 1] = (byte)'"';
            output.Advance(text.Length + 2);
        }
        else
        {
            output.Advance(1);
            WriteWithEscapes(output, text);
        }
    }

    private static void WriteWithEscapes(Utf8Buffer output, ReadOnlySpan<byte> text)
    {
        int special = text.IndexOfAny(MustEscape);
        while (special >= 0)
        {
            output.Append(text[..special]);
            WriteEscaped(output, text[special]);
            text = text[(special + 1)..];
            special = text.IndexOfAny(MustEscape);
        }

        output.Append(text);
        output.Append((byte)'"');
    }

    private static void WriteEscaped(Utf8Buffer output, byte value)
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
        output.Append((byte)'\\');
        if (letter != 0)
        {
            output.Append(letter);
            return;
        }

        output.Append("u00"u8);
        output.Append(Hex(value >> 4));
        output.Append(Hex(value & 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
