namespace Compiled.Formats;

/// <summary>Values as plain text, appended to a buffer: what generated codecs call. Nothing is escaped; null is nothing.</summary>
public static partial class PlainTextWriter
{
    /// <summary>Writes true or false.</summary>
    public static void Write(Utf8Buffer output, bool value) => output.Append(value ? "true"u8 : "false"u8);

    /// <summary>Writes a text as it is.</summary>
    public static void Write(Utf8Buffer output, Utf8String value) => output.Append(value.Span);

    /// <summary>Writes a text as it is; null as nothing.</summary>
    public static void Write(Utf8Buffer output, string? value) => output.AppendUtf16(value);
}
