using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Compiled.Execution;

/// <summary>Words what ended a job: where it was, in what query, at what place of the input.</summary>
internal static class JobFailure
{
    /// <summary>The exception that the job's user sees. One that already has an id and a remedy passes as it is.</summary>
    public static PipelineException Describe(string pipeline, Exception fault, Place place, string? failedAt, IReadOnlyList<InputRunner> inputs)
    {
        if (fault is PipelineException told)
        {
            return told;
        }

        if (fault is SinkFault { InnerException: PipelineException toldBySink })
        {
            return toldBySink;
        }

        var text = new StringBuilder();
        text.Append("Job '").Append(pipeline).Append("' failed");
        if (place.Epoch >= 0)
        {
            text.Append(CultureInfo.InvariantCulture, $" in batch {place.Epoch}");
        }

        text.Append(" while ").Append(place.Doing);
        if (fault is SinkFault sink)
        {
            text.Append($", query '{sink.Query}', sink {sink.Sink}");
        }
        else if (failedAt is not null && place.Doing is "running" or "ending")
        {
            text.Append(", ").Append(failedAt);
        }

        AppendInput(text, place);
        AppendRanges(text, place, inputs);
        Exception cause = fault is SinkFault { InnerException: { } inner } ? inner : fault;
        AppendSourceLine(text, cause);
        text.Append(CultureInfo.InvariantCulture, $": {cause.GetType().Name}: {cause.Message}");
        return new PipelineException("CMP0951", text.ToString(), cause);
    }

    // Generated code maps each lambda to the user's line, so the innermost frame with a file that is not the runtime's own is the place that threw.
    // Needs debug information; nothing is said without.
    private static void AppendSourceLine(StringBuilder text, Exception cause)
    {
        foreach (StackFrame frame in new StackTrace(cause, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() is { } file && frame.GetFileLineNumber() > 0 && DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName != typeof(JobFailure).Assembly.FullName)
            {
                text.Append(CultureInfo.InvariantCulture, $", at {Path.GetFileName(file)} line {frame.GetFileLineNumber()}");
                return;
            }
        }
    }

    private static void AppendInput(StringBuilder text, Place place)
    {
        if (place.Input is null)
        {
            return;
        }

        text.Append($", input '{place.Input}', {place.Origin}");
        if (place.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $", bytes {place.Offset} to {place.Offset + place.Length}");
        }
    }

    private static void AppendRanges(StringBuilder text, Place place, IReadOnlyList<InputRunner> inputs)
    {
        if (place.Epoch < 0)
        {
            return;
        }

        foreach (InputRunner input in inputs.Where(input => input.Position is not null))
        {
            text.Append($" ['{input.Name}' at {input.Position}]");
        }
    }
}
