using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Compiled.Execution;

/// <summary>Work of one round that several workers do at once.</summary>
internal interface IRound
{
    /// <summary>Does the share of one worker.</summary>
    void Execute(int worker);
}

/// <summary>
/// The threads of workers 1 to n-1; worker 0 runs on the thread that calls <see cref="Run"/>. A round allocates nothing and passes no queue: one semaphore wakes each thread,
/// and the last one to end wakes the caller.
/// </summary>
internal sealed class RoundThreads : IDisposable
{
    /// <summary>
    /// How long a thread looks for work before it sleeps. Rounds take some hundred microseconds and follow each other at once; waking a sleeper takes a good part of that, above all on a virtual machine.
    /// </summary>
    private static readonly long LongestLook = Stopwatch.Frequency / 10_000;

    private const int PauseIterations = 20;

    private readonly bool _looks;
    private readonly SemaphoreSlim[] _wake;
    private readonly Thread[] _threads;
    private readonly Exception?[] _faults;
    private readonly SemaphoreSlim _done = new(0);
    private int _running;
    private IRound? _round;

    public RoundThreads(int workers, string name)
    {
        // With more workers than processors, looking would take the processor from who has work.
        _looks = workers <= Environment.ProcessorCount;
        _faults = new Exception?[workers];
        _wake = new SemaphoreSlim[workers - 1];
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _wake[i] = new SemaphoreSlim(0);
            _threads[i] = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"{name} worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>The worker whose exception <see cref="Run"/> threw.</summary>
    public int FailedWorker { get; private set; }

    /// <summary>Runs the first <paramref name="workers"/> shares of a round and returns when all are done. Throws the exception of the lowest worker that failed, so that it does not depend on timing.</summary>
    public void Run(IRound round, int workers)
    {
        _round = round;
        _running = workers;
        for (int i = 0; i < workers - 1; i++)
        {
            _wake[i].Release();
        }

        Execute(0);
        Await(_done);
        for (int i = 0; i < workers; i++)
        {
            if (_faults[i] is { } fault)
            {
                FailedWorker = i;
                Array.Clear(_faults);
                ExceptionDispatchInfo.Throw(fault);
            }
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _round = null;
        for (int i = 0; i < _threads.Length; i++)
        {
            _wake[i].Release();
            _threads[i].Join();
            _wake[i].Dispose();
        }

        _done.Dispose();
    }

    private void Loop(int worker)
    {
        while (true)
        {
            Await(_wake[worker - 1]);
            if (_round is null)
            {
                return;
            }

            Execute(worker);
        }
    }

    private void Await(SemaphoreSlim wake)
    {
        long start = Stopwatch.GetTimestamp();
        while (_looks && Stopwatch.GetTimestamp() - start < LongestLook)
        {
            if (wake.Wait(0))
            {
                return;
            }

            Thread.SpinWait(PauseIterations);
        }

        wake.Wait();
    }

    private void Execute(int worker)
    {
        try
        {
            _round!.Execute(worker);
        }
        catch (Exception fault)
        {
            _faults[worker] = fault;
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _done.Release();
        }
    }
}
