using Compiled.Memory;

namespace Compiled.Execution;

/// <summary>Applies the policy for rows that cannot be decoded; one an input and worker, so no lock is needed.</summary>
public abstract class MalformedRows
{
    /// <summary>
    /// Reports a row. Returns if the row is to be skipped (it has been counted, and captured if so chosen).
    /// </summary>
    /// <param name="frame">The block it lies in.</param>
    /// <param name="position">Where the row starts in the block.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="reason">What is wrong, for a person: member, expectation, what was found.</param>
    /// <exception cref="MalformedRowException">The policy is to fail.</exception>
    public abstract void Report(in Frame frame, int position, int length, string reason);
}
