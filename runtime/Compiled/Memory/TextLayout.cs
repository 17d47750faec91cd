namespace Compiled.Memory;

/// <summary>How a form of text that holds short texts whole lays them out, for decoders that make many at once.</summary>
internal enum TextLayout
{
    /// <summary>In no way that decoders know.</summary>
    Other,

    /// <summary>8 bytes: up to 7 bytes of text at the top, zeros below them, the length in the lowest byte.</summary>
    AtTopOf8,

    /// <summary>16 bytes: up to 15 bytes of text, zeros behind them, the length in the last byte.</summary>
    AtBottomOf16,
}
