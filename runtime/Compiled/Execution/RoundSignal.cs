using System.Diagnostics;

namespace Compiled.Execution;

/// <summary>
/// Wakes one waiting thread. The waiter looks for a while before it sleeps: rounds follow each other at once, and waking a sleeper takes a good part of one, above all on a virtual machine,
/// where the woken thread may also be put on the processor of the one that wakes it.
/// </summary>
internal sealed class RoundSignal(bool looks) : IDisposable
{
    private const int Unset = 0;
    private const int IsSet = 1;
    private const int Sleeping = 2;

    private const int PauseIterations = 20;

    /// <summary>How long the waiter looks without giving the processor away: most rounds of several workers end within this of each other.</summary>
    private static readonly long Patience = Stopwatch.Frequency / 10_000;

    /// <summary>How long it looks at all. In between it offers the processor to whoever has work: a sink, a checkpoint, a neighbour.</summary>
    private static readonly long LongestLook = Stopwatch.Frequency / 500;

    private readonly SemaphoreSlim _wake = new(0);
    private int _state;

    /// <summary>Wakes the waiter, now or when it waits next. What was written before is seen by it. Not to be called again before the waiter has gone on.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _state, IsSet) == Sleeping)
        {
            _wake.Release();
        }
    }

    /// <summary>Returns when <see cref="Set"/> has been called since the last wait.</summary>
    public void Wait()
    {
        if (!(looks && Look()) && Interlocked.CompareExchange(ref _state, Sleeping, Unset) == Unset)
        {
            _wake.Wait();
        }

        Volatile.Write(ref _state, Unset);
    }

    public void Dispose() => _wake.Dispose();

    private bool Look()
    {
        long start = Stopwatch.GetTimestamp();
        long looked = 0;
        while (Volatile.Read(ref _state) == Unset)
        {
            if (looked > LongestLook)
            {
                return false;
            }

            if (looked > Patience)
            {
                Thread.Yield();
            }
            else
            {
                Thread.SpinWait(PauseIterations);
            }

            looked = Stopwatch.GetTimestamp() - start;
        }

        return true;
    }
}
