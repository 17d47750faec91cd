using System.Net.Sockets;
using Compiled.Monitoring;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>Decides when epochs run and when a job is done.</summary>
internal sealed class TriggerLoop(EpochRunner runner, Trigger trigger, JobSignals signals, TimeProvider clock, Action<BatchProgress> onEpoch) : IDisposable
{
    // Made when the job first waits: a job that never does must not load the framework's sockets, which takes a tenth of its start.
    private List<Socket>? _watched;
    private SocketSleep? _sleep;

    /// <summary>Runs until the trigger, the sources or a stop end it.</summary>
    public void Run()
    {
        switch (trigger.Kind)
        {
            case TriggerKind.Once:
                RunEpoch(all: true, runner.IsCompleted);
                break;
            case TriggerKind.AvailableNow:
                RunAvailable();
                break;
            case TriggerKind.ProcessingTime:
                RunOnSchedule();
                break;
            default:
                RunAsInputComes();
                break;
        }
    }

    public void Dispose() => _sleep?.Dispose();

    /// <summary>The first multiple of the interval after <paramref name="now"/>, counted from the Unix epoch.</summary>
    internal static DateTimeOffset NextTime(DateTimeOffset now, TimeSpan interval)
    {
        long sinceEpoch = now.UtcTicks - DateTime.UnixEpoch.Ticks;
        return new DateTimeOffset(DateTime.UnixEpoch.Ticks + (((sinceEpoch / interval.Ticks) + 1) * interval.Ticks), TimeSpan.Zero);
    }

    private void RunAvailable()
    {
        while (!signals.IsStopRequested && RunEpoch(all: true, runner.IsCompleted) == Outcome.Ran)
        {
        }
    }

    private void RunOnSchedule()
    {
        while (!signals.IsStopRequested && RunEpoch(all: false, runner.IsCompleted) != Outcome.Done)
        {
            DateTimeOffset now = clock.GetUtcNow();
            Blocking.Wait(signals.DelayAsync(NextTime(now, trigger.Interval) - now, clock));
        }
    }

    private void RunAsInputComes()
    {
        while (!signals.IsStopRequested)
        {
            Outcome outcome = RunEpoch(all: false, runner.IsCompleted);
            if (outcome == Outcome.Done)
            {
                return;
            }

            if (outcome == Outcome.Idle)
            {
                WaitForInput();
            }
        }
    }

    // Whether the inputs had ended is asked before the search: what came between search and question would be lost otherwise.
    private Outcome RunEpoch(bool all, bool hadEnded)
    {
        List<TaskCompletionSource> waiters = signals.TakeWaiters();
        BatchProgress? progress;
        try
        {
            progress = runner.TryRunNext(all);
        }
        catch
        {
            signals.Return(waiters);
            throw;
        }

        if (progress is not null)
        {
            signals.Return(waiters);
            onEpoch(progress);
            return Outcome.Ran;
        }

        runner.SaveIfDue();
        foreach (TaskCompletionSource waiter in waiters)
        {
            waiter.TrySetResult();
        }

        return hadEnded ? Outcome.Done : Outcome.Idle;
    }

    // Blocks the job's own thread, which an arrival on a socket or whoever brings input wakes directly: a continuation on the pool would be one more thread to be scheduled.
    private void WaitForInput()
    {
        InputRunner[] live = [.. runner.Inputs.Where(input => !input.IsCompleted)];
        CancellationTokenSource? wait = live.Length == 0 ? null : signals.BeginWait();
        if (wait is null)
        {
            return;
        }

        try
        {
            List<Socket> watched = _watched ??= [];
            watched.Clear();
            ValueTask first = live[0].WaitAsync(watched, wait.Token);
            if (first.IsCompletedSuccessfully)
            {
                return;
            }

            Task[] inputs = [first.AsTask(), .. live.Skip(1).Select(input => input.WaitAsync(watched, wait.Token).AsTask())];
            Task? save = runner.WhenSaveIsDue(wait.Token);
            SleepUntilAny(watched, save is null ? inputs : [.. inputs, save]);

            // No source is planned while it is being waited for, so the other waits end first. A save goes on.
            wait.Cancel();
            foreach (Task input in inputs)
            {
                EndOfWait(input, wait.Token);
            }
        }
        finally
        {
            signals.EndWait();
        }
    }

    private void SleepUntilAny(List<Socket> watched, Task[] tasks)
    {
        if (watched.Count == 0)
        {
            Task.WaitAny(tasks, CancellationToken.None);
        }
        else
        {
            _sleep ??= new SocketSleep();
            _sleep.Until(watched, tasks.Length == 1 ? tasks[0] : Task.WhenAny(tasks));
        }
    }

    private static void EndOfWait(Task task, CancellationToken token)
    {
        // Throwing and catching would take longer than a batch of a few rows.
        if (task.IsCanceled)
        {
            return;
        }

        try
        {
            task.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another input came first, or the job was asked to stop.
        }
    }

    private enum Outcome
    {
        /// <summary>An epoch ran.</summary>
        Ran,

        /// <summary>There was nothing to do.</summary>
        Idle,

        /// <summary>There was nothing to do and never will be.</summary>
        Done,
    }
}
