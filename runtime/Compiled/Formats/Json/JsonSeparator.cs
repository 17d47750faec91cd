namespace Compiled.Formats;

/// <summary>The bytes between two parts of a row, from a quote or to one: with a space or without.</summary>
internal readonly struct JsonSeparator
{
    /// <summary>A comma and the quote of the next name.</summary>
    public static readonly JsonSeparator Comma = new(",\""u8);

    /// <summary>The same with a space between them.</summary>
    public static readonly JsonSeparator CommaAndSpace = new(", \""u8);

    /// <summary>The quote that ends a name, and a colon.</summary>
    public static readonly JsonSeparator Colon = new("\":"u8);

    /// <summary>The same and a space.</summary>
    public static readonly JsonSeparator ColonAndSpace = new("\": "u8);

    private JsonSeparator(ReadOnlySpan<byte> bytes)
    {
        Length = bytes.Length;
        for (int i = 0; i < bytes.Length; i++)
        {
            Bytes |= (uint)bytes[i] << (8 * i);
            Mask |= 0xFFu << (8 * i);
        }
    }

    /// <summary>The bytes, the first one lowest.</summary>
    public uint Bytes { get; }

    /// <summary>Ones where they are.</summary>
    public uint Mask { get; }

    /// <summary>How many there are.</summary>
    public int Length { get; }
}
