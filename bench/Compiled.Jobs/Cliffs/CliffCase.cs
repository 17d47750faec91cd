using Compiled.Sources;

namespace Compiled.Jobs.Cliffs;

/// <summary>What a case counted: rows, and a sum over them.</summary>
internal readonly record struct CliffAnswer(long Count, double Sum)
{
    /// <summary>Whether it is the same but for the rounding of sums.</summary>
    public bool Is(CliffAnswer other) => Count == other.Count && Math.Abs(Sum - other.Sum) <= 1e-9 * Math.Max(1, Math.Abs(other.Sum));
}

/// <summary>One point of a cliff: an input, and a pipeline over it that says what it counted.</summary>
/// <param name="Topic">What varies.</param>
/// <param name="Name">This value of it.</param>
/// <param name="Neighbour">Name of the case of the same topic that it is compared with; null for the first.</param>
/// <param name="Input">Makes the input; it is given up when the topic is done.</param>
/// <param name="RunAsync">Runs the pipeline.</param>
internal sealed record CliffCase(string Topic, string Name, string? Neighbour, Func<CliffInput> Input, Func<ByteSource, Task<CliffAnswer>> RunAsync)
{
    /// <summary>Whether nanoseconds a byte are compared instead of a row: where the rows themselves get longer.</summary>
    public bool IsByByte { get; init; }

    /// <summary>Whether it takes gigabytes and minutes, so that it is only run when its topic is named, and few times.</summary>
    public bool IsHuge { get; init; }

    /// <summary>How many times as much as the neighbour this case has to do: twice the aggregates, five times the queries.</summary>
    public double Work { get; init; } = 1;
}

/// <summary>An input and its answer, as whoever made it knows it.</summary>
internal sealed record CliffInput(byte[] Bytes, int Rows, CliffAnswer Answer);
