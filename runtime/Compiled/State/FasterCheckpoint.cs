using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Compiled.State;

/// <summary>Where a checkpoint of a <see cref="FasterStore"/> is, and how many keys it holds. The caller records it; nothing else says which checkpoint is valid.</summary>
/// <param name="Epoch">The epoch whose state it is.</param>
/// <param name="Generation">Number of the folder with the log.</param>
/// <param name="Log">FASTER's token.</param>
/// <param name="Count">Number of live keys.</param>
internal readonly record struct FasterCheckpoint(long Epoch, int Generation, Guid Log, long Count)
{
    private const char Separator = ' ';

    /// <summary>Reads what <see cref="ToString"/> gave.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out FasterCheckpoint checkpoint)
    {
        checkpoint = default;
        string[] parts = text?.Split(Separator) ?? [];
        if (parts.Length != 4
            || !long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long epoch)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int generation)
            || !Guid.TryParseExact(parts[2], "N", out Guid log)
            || !long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long count))
        {
            return false;
        }

        checkpoint = new FasterCheckpoint(epoch, generation, log, count);
        return true;
    }

    /// <summary>One line: epoch, generation, token, count.</summary>
    public override string ToString() =>
        string.Join(Separator, Epoch.ToString(CultureInfo.InvariantCulture), Generation.ToString(CultureInfo.InvariantCulture), Log.ToString("N"), Count.ToString(CultureInfo.InvariantCulture));
}
