using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Compiled.State;

/// <summary>Names the state after an epoch: what FASTER held, and the change log behind it up to a byte. The commit file of the epoch holds it; nothing else says which state is valid.</summary>
/// <param name="Epoch">The epoch whose state it is.</param>
/// <param name="First">Number of the first file of changes that FASTER does not hold.</param>
/// <param name="Last">Number of the last file.</param>
/// <param name="End">Where the last file ends, in bytes.</param>
/// <param name="Folded">What FASTER held; null for nothing.</param>
internal readonly record struct StateToken(long Epoch, int First, int Last, long End, FasterCheckpoint? Folded)
{
    /// <summary>Begins every token of this version of the format.</summary>
    public const string Version = "v2";

    private const string Nothing = "-";
    private const int Numbers = 5;

    /// <summary>Reads what <see cref="ToString"/> gave.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out StateToken token)
    {
        token = default;
        string[] parts = text?.Split(' ', Numbers + 1) ?? [];
        if (parts.Length != Numbers + 1 || parts[0] != Version
            || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long epoch)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            || !int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            || !long.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out long end)
            || first > last)
        {
            return false;
        }

        FasterCheckpoint folded = default;
        bool isFolded = parts[Numbers] != Nothing;
        if (isFolded && !FasterCheckpoint.TryParse(parts[Numbers], out folded))
        {
            return false;
        }

        token = new StateToken(epoch, first, last, end, isFolded ? folded : null);
        return true;
    }

    /// <summary>One line: version, epoch, first and last file, end, FASTER's checkpoint or a dash.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version} {Epoch} {First} {Last} {End} {Folded?.ToString() ?? Nothing}");
}
