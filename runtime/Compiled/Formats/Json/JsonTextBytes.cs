namespace Compiled.Formats;

/// <summary>Which bytes were seen at a place of a text.</summary>
[Flags]
internal enum JsonTextBytes : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Between quote and backslash: digits, capitals, most punctuation.</summary>
    Low = 1,

    /// <summary>Above the backslash: small letters, all that is not ASCII.</summary>
    High = 2,

    /// <summary>Also others, or of both kinds.</summary>
    Any = Low | High,
}
