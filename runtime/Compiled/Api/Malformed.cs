namespace Compiled;

/// <summary>A row that could not be decoded, as <see cref="Malformed.Capture"/> delivers it.</summary>
/// <param name="Input">Name of the input.</param>
/// <param name="Origin">File or peer it came from.</param>
/// <param name="Offset">Position of its first byte there.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Raw">Its bytes as they came; owned.</param>
public readonly record struct MalformedRow(Utf8String Input, Utf8String Origin, long Offset, Utf8String Reason, Utf8String Raw);

/// <summary>What to do with rows that cannot be decoded: chosen at <c>Read</c>. Whatever is chosen, they are counted in the progress.</summary>
public sealed class Malformed
{
    private Malformed(MalformedPolicy policy, Action<MalformedRow>? capture)
    {
        Policy = policy;
        CaptureTo = capture;
    }

    /// <summary>The job ends with a <see cref="MalformedRowException"/>. The default.</summary>
    public static Malformed Fail { get; } = new(MalformedPolicy.Fail, null);

    /// <summary>The row is left out and counted.</summary>
    public static Malformed Drop { get; } = new(MalformedPolicy.Drop, null);

    /// <summary>The row is left out, counted, and given to <paramref name="receiver"/> with its bytes, position and reason.</summary>
    /// <param name="receiver">Called on the job's thread. With a checkpoint a row may be given again after a crash.</param>
    public static Malformed Capture(Action<MalformedRow> receiver) => new(MalformedPolicy.Capture, receiver ?? throw new ArgumentNullException(nameof(receiver)));

    internal MalformedPolicy Policy { get; }

    internal Action<MalformedRow>? CaptureTo { get; }
}

internal enum MalformedPolicy
{
    Fail,
    Drop,
    Capture,
}
