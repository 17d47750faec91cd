using System.Runtime.Intrinsics;

namespace Compiled.Memory;

/// <summary>
/// How wide the vectors are that the byte kernels use: 512, 256, 128 bits, or 0 for plain scalar code. Results never depend on it.
/// </summary>
/// <remarks>
/// The environment variable <c>COMPILED_VECTOR_BITS</c>, read once, lowers it; what the machine cannot do is never chosen.
/// </remarks>
public static class VectorWidth
{
    private static readonly int Widest =
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static readonly int Chosen = Limit(Environment.GetEnvironmentVariable("COMPILED_VECTOR_BITS"));

    // Flows to the threads that a job starts, so that one setting holds for all of its workers.
    private static readonly AsyncLocal<int> ForcedPlusOne = new();

    // Every batch asks for the width, and finding a value that flows takes longer than a small batch: so only where there was ever one.
    private static volatile bool _isAnyForced;

    /// <summary>Width in bits for decoders made from now on: 512, 256, 128 or 0.</summary>
    public static int Bits => IsForced ? ForcedPlusOne.Value - 1 : Chosen;

    /// <summary>Whether the width is overridden: then what is usually left to a width's kernels only after a while is left to them at once.</summary>
    internal static bool IsForced => _isAnyForced && ForcedPlusOne.Value > 0;

    /// <summary>Overrides the width on this thread, and on those started from it, until the result is disposed of; a width that the machine lacks becomes the widest it has. For tests.</summary>
    internal static IDisposable Force(int bits)
    {
        var before = new Restore(ForcedPlusOne.Value);
        ForcedPlusOne.Value = Math.Min(bits, Widest) + 1;
        _isAnyForced = true;
        return before;
    }

    private static int Limit(string? setting) =>
        setting switch
        {
            "512" or "256" or "128" or "0" => Math.Min(int.Parse(setting, System.Globalization.CultureInfo.InvariantCulture), Widest),
            _ => Widest,
        };

    private sealed class Restore(int before) : IDisposable
    {
        public void Dispose() => ForcedPlusOne.Value = before;
    }
}
