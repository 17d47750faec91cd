namespace Compiled.Execution;

/// <summary>Where a job is, kept up to date at little cost so that a failure can say it.</summary>
internal sealed class Place
{
    public long Epoch { get; set; } = -1;

    /// <summary>What the epoch is doing, as the end of the sentence "failed while …".</summary>
    public string Doing { get; set; } = "starting";

    public string? Input { get; private set; }

    public string? Origin { get; private set; }

    public long Offset { get; private set; }

    public int Length { get; private set; }

    /// <summary>The workers are busy with this block.</summary>
    public void Reading(string input, string origin, long offset, int length)
    {
        Doing = "running";
        Input = input;
        Origin = origin;
        Offset = offset;
        Length = length;
    }

    /// <summary>No block is being read.</summary>
    public void NotReading(string doing)
    {
        Doing = doing;
        Input = null;
        Origin = null;
    }
}
