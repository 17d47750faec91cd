namespace Compiled.Tests.Checkpoint;

/// <summary>A crash at a chosen step: that step fails, and so does everything after it, as if the process were gone.</summary>
internal sealed class Crash(int at, Func<string, bool>? counts = null)
{
    private readonly Lock _lock = new();

    /// <summary>Steps seen that count.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether it has happened.</summary>
    public bool HasHappened { get; private set; }

    /// <summary>The step that failed.</summary>
    public string? FailedStep { get; private set; }

    /// <summary>Passes a step, or fails.</summary>
    public void Step(string name)
    {
        lock (_lock)
        {
            Count(name);
        }

        if (HasHappened)
        {
            throw new CrashException(name);
        }
    }

    private void Count(string name)
    {
        if (!HasHappened && (counts is null || counts(name)) && ++Steps == at)
        {
            HasHappened = true;
            FailedStep = name;
        }
    }
}

/// <summary>What a step throws when the process is meant to be gone.</summary>
internal sealed class CrashException(string step) : Exception($"crashed at {step}");
