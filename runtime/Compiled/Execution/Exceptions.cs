namespace Compiled;

/// <summary>A fault that ends a job. The message begins with a rule id (<c>CMP09xx</c>) that has a page in docs/rules.</summary>
public class PipelineException : Exception
{
    /// <summary>A fault with the id at the front of its message.</summary>
    public PipelineException(string id, string message, Exception? inner = null)
        : base($"{id}: {message}", inner) => Id = id;

    /// <summary>The rule id, for example <c>CMP0901</c>.</summary>
    public string Id { get; }
}

/// <summary>A row could not be decoded and the policy is <see cref="Malformed.Fail"/>.</summary>
public sealed class MalformedRowException : PipelineException
{
    /// <summary>Names the place and the reason.</summary>
    public MalformedRowException(string input, string origin, long offset, string reason)
        : base("CMP0901", $"Malformed row of input '{input}' at byte {offset} of {origin}: {reason}. Choose Malformed.Drop or Malformed.Capture at Read to go on without such rows.")
    {
        Input = input;
        Origin = origin;
        Offset = offset;
        Reason = reason;
    }

    /// <summary>The input's name.</summary>
    public string Input { get; }

    /// <summary>File or peer.</summary>
    public string Origin { get; }

    /// <summary>Position of the row's first byte in <see cref="Origin"/>.</summary>
    public long Offset { get; }

    /// <summary>What is wrong with the row.</summary>
    public string Reason { get; }
}
