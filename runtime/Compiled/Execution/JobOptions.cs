using Compiled.Checkpoint;
using Compiled.Monitoring;

namespace Compiled.Execution;

/// <summary>How a job shall run: what a <see cref="JobBuilder"/> has collected.</summary>
internal sealed class JobOptions(PipelineBindings bindings)
{
    public PipelineBindings Bindings { get; } = bindings;

    public string? CheckpointPath { get; set; }

    public Trigger Trigger { get; set; } = Trigger.Default;

    public int Workers { get; set; } = 1;

    public int BatchRows { get; set; } = 2048;

    /// <summary>Beyond what the sources allow there is no limit unless one is set.</summary>
    public int MaxRowBytes { get; set; } = int.MaxValue;

    public TimeSpan? CheckpointEvery { get; set; }

    public Action<BatchProgress>? OnProgress { get; set; }

    public bool ShowProgress { get; set; }

    /// <summary>The clock; replaced in tests.</summary>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The disk under the checkpoint's log; replaced in tests.</summary>
    public IFileSystem Files { get; set; } = DiskFileSystem.Instance;

    /// <summary>The files of old epochs are gathered when this many epochs have been committed since the last time.</summary>
    public int CompactEvery { get; set; } = 100;

    /// <summary>Opens the state that outlives the job; replaced in tests.</summary>
    public OpenDurableState OpenState { get; set; } = State.DurableState.Open;

    /// <summary>Fewer bytes than this a worker are not worth waking it.</summary>
    public int MinBytesPerWorker { get; set; } = 32 * 1024;

    /// <summary>Keys from which on the state of a job with several workers is divided among them.</summary>
    public int MinKeysToDivide { get; set; } = StateExchange.LeastKeys;
}
