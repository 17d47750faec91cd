using System.Runtime.ExceptionServices;

namespace Compiled.Execution;

/// <summary>Work of one round that several workers do at once.</summary>
internal interface IRound
{
    /// <summary>Does the share of one worker.</summary>
    void Execute(int worker);
}

/// <summary>
/// The threads of workers 1 to n-1; worker 0 runs on the thread that calls <see cref="Run"/>. A round allocates nothing and passes no queue: one signal wakes each thread,
/// and the last one to end wakes the caller.
/// </summary>
internal sealed class RoundThreads : IDisposable
{
    // With more workers than processors, looking would take the processor from who has work, and some have to share one.
    private readonly bool _hasProcessors;
    private readonly RoundSignal[] _wake;
    private readonly Thread[] _threads;
    private readonly Exception?[] _faults;
    private readonly RoundSignal _done;

    // The processor on which each worker was when it began its last round.
    private readonly int[] _processors;
    private int _running;
    private IRound? _round;

    public RoundThreads(int workers, string name)
    {
        _hasProcessors = workers <= Environment.ProcessorCount;
        _done = new RoundSignal(_hasProcessors);
        _processors = new int[workers];
        Array.Fill(_processors, -1);
        _faults = new Exception?[workers];
        _wake = new RoundSignal[workers - 1];
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _wake[i] = new RoundSignal(_hasProcessors);
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
            _wake[i].Set();
        }

        Execute(0);
        _done.Wait();
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
            _wake[i].Set();
            _threads[i].Join();
            _wake[i].Dispose();
        }

        _done.Dispose();
    }

    private void Loop(int worker)
    {
        while (true)
        {
            _wake[worker - 1].Wait();
            if (_round is null)
            {
                return;
            }

            Execute(worker);
        }
    }

    private void Execute(int worker)
    {
        try
        {
            if (_hasProcessors)
            {
                KeepApart(worker);
            }

            _round!.Execute(worker);
        }
        catch (Exception fault)
        {
            _faults[worker] = fault;
        }

        if (Interlocked.Decrement(ref _running) == 0)
        {
            _done.Set();
        }
    }

    // Where the others are is known from when they began to work last. A worker that moves is nowhere meanwhile, so that not both of two leave.
    private void KeepApart(int worker)
    {
        int processor = Processors.Current;
        _processors[worker] = -1;
        if (processor >= 0 && _processors.AsSpan().Contains(processor))
        {
            Processors.Leave(_processors);
            processor = Processors.Current;
        }

        _processors[worker] = processor;
    }
}
