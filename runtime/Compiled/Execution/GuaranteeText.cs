using Compiled.Sinks;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>Says what a job promises end to end, and why.</summary>
internal static class GuaranteeText
{
    public static string Of(JobOptions options)
    {
        if (options.CheckpointPath is null)
        {
            return "no guarantee across restarts: there is no checkpoint, so a restarted job begins anew. Within a run every row is processed exactly once.";
        }

        PipelineBindings bindings = options.Bindings;
        PipelineDescription description = bindings.Program.Description;
        string[] lost = [.. description.Inputs.Where((_, id) => bindings.InputOf(id).Source.Guarantee == SourceGuarantee.NotReplayable)
            .Select((input, _) => $"input '{input.Name}'")];
        string[] repeated = [.. description.Queries.Where((_, id) => bindings.OutputOf(id).Guarantee == SinkGuarantee.AtLeastOnce)
            .Select((query, _) => $"query '{query.Name}'")];
        return (lost.Length, repeated.Length) switch
        {
            (0, 0) => "exactly once: every source can be read again after a crash, and every sink takes a repeated batch without showing it twice.",
            (0, _) => $"at least once: every source can be read again after a crash, but the sink of {string.Join(", ", repeated)} shows the rows of a repeated batch again.",
            _ => $"at most once: what was read of {string.Join(", ", lost)} cannot be read again, so rows that came after the last state made durable are lost in a crash.",
        };
    }
}
