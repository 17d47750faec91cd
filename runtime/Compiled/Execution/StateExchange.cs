using Compiled.State;

namespace Compiled.Execution;

/// <summary>
/// Divides state of many groups among the workers, and hands rows over to the owners of their keys when a round has ended. What it decides depends on numbers of groups and rows only, never on timing.
/// </summary>
internal sealed class StateExchange : IRound
{
    /// <summary>
    /// Keys from which on state is divided. A row that is handed over costs about 5 ns more; a group that two workers make and one adds up, about 50. Of half a million keys five million rows a worker meet each ten times.
    /// </summary>
    public const int LeastKeys = 512 * 1024;

    // Adding fewer rows takes less time than waking the other workers.
    private const int LeastRowsTogether = 4 * 1024;

    // Rows that are kept for a later round, so that many small rounds become one exchange.
    private const int LeastRows = 16 * 1024;

    // Of each state that may be divided, that of every worker.
    private readonly KeyedState[][] _states;
    private readonly RoundThreads _threads;
    private readonly int _leastKeys;
    private KeyedState[]? _dividing;

    private StateExchange(KeyedState[][] states, RoundThreads threads, int leastKeys)
    {
        _states = states;
        _threads = threads;
        _leastKeys = leastKeys;
    }

    /// <summary>That of a job, or null if it has no such state.</summary>
    public static StateExchange? Of(PipelineWorker[] workers, RoundThreads threads, int leastKeys)
    {
        KeyedState[][] byWorker = Array.ConvertAll(workers, worker => worker.KeyedStates);
        int count = byWorker[0].Length;
        if (count == 0)
        {
            return null;
        }

        var states = new KeyedState[count][];
        for (int i = 0; i < count; i++)
        {
            int state = i;
            states[i] = Array.ConvertAll(byWorker, own => own[state]);
        }

        return new StateExchange(states, threads, leastKeys);
    }

    /// <summary>Divides state that was divided when it was saved.</summary>
    public void BeginEpoch()
    {
        foreach (KeyedState[] workers in _states)
        {
            if (!workers[0].IsDivided && workers[0].Mark.WasDivided)
            {
                Divide(workers);
            }
        }
    }

    /// <summary>Hands rows over, if there are enough; divides state of which a worker's partial result shows very many keys.</summary>
    public void EndRound()
    {
        foreach (KeyedState[] workers in _states)
        {
            if (!workers[0].IsDivided && ShowsManyKeys(workers))
            {
                Divide(workers);
            }
        }

        if (StagedRows() >= LeastRows)
        {
            Exchange();
        }
    }

    /// <summary>Hands over what is left.</summary>
    public void EndEpoch()
    {
        if (StagedRows() > 0)
        {
            Exchange();
        }
    }

    /// <summary>One worker's share of a division or an exchange.</summary>
    public void Execute(int worker)
    {
        if (_dividing is not null)
        {
            _dividing[worker].TakeShare(_dividing);
            return;
        }

        foreach (KeyedState[] workers in _states)
        {
            if (workers[0].IsDivided)
            {
                workers[worker].TakeStaged(workers);
            }
        }
    }

    private bool ShowsManyKeys(KeyedState[] workers)
    {
        for (int i = 1; i < workers.Length; i++)
        {
            if (workers[i].ShowsKeys(_leastKeys))
            {
                return true;
            }
        }

        return false;
    }

    private void Divide(KeyedState[] workers)
    {
        for (int share = 0; share < workers.Length; share++)
        {
            workers[share].BeginDivision(share, workers);
        }

        _dividing = workers;
        _threads.Run(this, workers.Length);
        _dividing = null;
        workers[0].EndDivision(workers);
    }

    private long StagedRows()
    {
        long rows = 0;
        foreach (KeyedState[] workers in _states)
        {
            foreach (KeyedState state in workers)
            {
                rows += state.StagedRows;
            }
        }

        return rows;
    }

    private void Exchange()
    {
        int shares = _states[0].Length;
        if (StagedRows() >= LeastRowsTogether)
        {
            _threads.Run(this, shares);
        }
        else
        {
            for (int share = 0; share < shares; share++)
            {
                Execute(share);
            }
        }

        foreach (KeyedState[] workers in _states)
        {
            foreach (KeyedState state in workers)
            {
                state.ClearStaged();
            }
        }
    }
}
