namespace Compiled.Formats;

/// <summary>What a lane holds of a field.</summary>
internal enum CsvLaneForm
{
    /// <summary>Digits, staged as in <see cref="DigitStage"/>.</summary>
    Digits,

    /// <summary>A text of up to 7 bytes as <see cref="Memory.TextLayout.AtTopOf8"/> has it.</summary>
    Word,

    /// <summary>A text of up to 15 bytes as <see cref="Memory.TextLayout.AtBottomOf16"/> has it.</summary>
    Key,
}
