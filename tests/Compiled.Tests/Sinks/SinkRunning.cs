using Compiled.Sinks;

namespace Compiled.Tests.Sinks;

/// <summary>Runs sinks the way execution does.</summary>
internal static class SinkRunning
{
    public static SinkContext<Counted> Context(OutputMode mode = OutputMode.Append, bool checkpoint = true) => new("counts", mode, new CountedCodec(), checkpoint);

    public static async Task StageAsync(this SinkWriter<Counted> writer, long epoch, params Counted[] rows)
    {
        writer.BeginEpoch(epoch);
        foreach (Counted row in rows)
        {
            writer.Receive([row]);
        }

        await writer.StageAsync(default);
    }

    public static async Task RunEpochAsync(this SinkWriter<Counted> writer, long epoch, params Counted[] rows)
    {
        await writer.StageAsync(epoch, rows);
        await writer.CommitAsync(epoch, default);
    }
}
