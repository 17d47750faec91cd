namespace Compiled.State;

/// <summary>The faults of state, CMP0920 to CMP0929.</summary>
internal static class StateErrors
{
    public static PipelineException Unreadable(string folder, string reason, Exception? inner = null) =>
        new("CMP0920", $"The state in '{folder}' cannot be opened: {reason}. Restore the checkpoint folder from a copy, or start with a new, empty one; the job then begins at its sources' start.", inner);

    public static PipelineException Damaged(string reason) =>
        new("CMP0921", $"Saved state is damaged: {reason}. Restore the checkpoint folder from a copy, or start with a new, empty one; the job then begins at its sources' start.");

    public static PipelineException TooManyGroups() =>
        new("CMP0922", "A table of groups has reached its limit of 500 000 000 groups. Group by fewer columns, use shorter windows, or share the input among several jobs.");

    public static PipelineException CannotWrite(string folder, string reason, Exception? inner = null) =>
        new("CMP0923", $"The state in '{folder}' cannot be written: {reason}. See that the disk has room and the folder may be written, then start the job again; it continues from its last checkpoint.", inner);
}
