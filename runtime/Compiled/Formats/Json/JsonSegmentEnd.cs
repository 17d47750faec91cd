namespace Compiled.Formats;

/// <summary>What follows a <see cref="JsonSegment"/>.</summary>
internal enum JsonSegmentEnd
{
    /// <summary>The next row.</summary>
    Row,

    /// <summary>A text of up to 32 bytes, without escapes.</summary>
    ShortText,

    /// <summary>A text of less than 64 bytes.</summary>
    Text,

    /// <summary>Up to 16 digits, signs and points.</summary>
    Number,

    /// <summary>Another value without quotes, of up to 32 bytes.</summary>
    Bare,
}
