using System.IO.Pipelines;

namespace Compiled.Sources;

/// <summary>How the pipes behind connections are set up.</summary>
internal static class PipeLimits
{
    /// <summary>A pipe that holds <paramref name="bytes"/> and lets the writer go on when half of them are read.</summary>
    public static PipeOptions Options(int bytes, int segmentBytes) =>
        new(pauseWriterThreshold: bytes, resumeWriterThreshold: bytes / 2, minimumSegmentSize: segmentBytes, useSynchronizationContext: false);
}
