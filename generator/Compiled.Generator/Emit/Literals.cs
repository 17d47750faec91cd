namespace Compiled.Generator.Emit;

/// <summary>C# literals.</summary>
public static class Literals
{
    /// <summary>A quoted string literal.</summary>
    public static string Text(string value) => CSharpText.Literal(value);

    /// <summary>A raw string literal over several lines, for text that a person reads in the generated file; the lines of the result stand at the writer's indentation.</summary>
    public static string Raw(string value) => "\"\"\"\"\"\n" + value.TrimEnd('\n') + "\n\"\"\"\"\"";

    /// <summary>A path in a #line directive: no escapes there.</summary>
    public static string Path(string path) => "\"" + path + "\"";

    /// <summary>Arguments of Utf8Slice.Is: a text of up to 16 bytes as words, compared without a branch; a longer one as bytes.</summary>
    public static string TextTest(string value)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(value);
        string comment = $"/* {Text(value).Replace("*/", "*\\/")} */";
        return bytes.Length switch
        {
            >= 1 and <= 8 => $"0x{Word(bytes, 0, bytes.Length) << (64 - (8 * bytes.Length)):X}UL {comment}, {bytes.Length}",
            >= 9 and <= 16 => $"0x{Word(bytes, 0, 8):X}UL {comment}, 0x{Word(bytes, bytes.Length - 8, 8):X}UL, {bytes.Length}",
            _ => Utf8(value),
        };
    }

    /// <summary>Whether <see cref="TextTest"/> of a text is one word and a length.</summary>
    public static bool IsOneWord(string value) => System.Text.Encoding.UTF8.GetByteCount(value) is >= 1 and <= 8;

    private static ulong Word(byte[] bytes, int start, int count)
    {
        ulong word = 0;
        for (int i = count - 1; i >= 0; i--)
        {
            word = (word << 8) | bytes[start + i];
        }

        return word;
    }

    /// <summary>A UTF-8 literal.</summary>
    public static string Utf8(string value) => Text(value) + "u8";
}
