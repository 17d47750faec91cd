namespace Compiled.Queries.Tests.Running;

/// <summary>A way to run a pipeline. Answers must not depend on it, but for what epochs mean.</summary>
/// <param name="BatchRows">Rows decoded at a time; null for the default.</param>
/// <param name="InEpochs">Whether each part of the input is an epoch; else all is one.</param>
/// <param name="VectorBits">Greatest width of vectors.</param>
/// <param name="FromFiles">Whether bytes come from files instead of memory.</param>
public sealed record Setting(int? BatchRows, int Workers, bool InEpochs, int VectorBits = 512, bool FromFiles = false)
{
    /// <summary>Every combination of batch, workers and epochs at the machine's width, and the other widths.</summary>
    public static TheoryData<Setting> All { get; } = [.. Make()];

    private static IEnumerable<Setting> Make()
    {
        foreach (bool inEpochs in (bool[])[false, true])
        {
            foreach (int? batchRows in (int?[])[1, 7, null])
            {
                yield return new Setting(batchRows, 1, inEpochs);
                yield return new Setting(batchRows, 3, inEpochs);
            }
        }

        foreach (int bits in (int[])[0, 128, 256])
        {
            yield return new Setting(7, 1, InEpochs: true, bits);
            yield return new Setting(null, 3, InEpochs: false, bits);
        }

        yield return new Setting(null, 1, InEpochs: true, FromFiles: true);
    }
}
