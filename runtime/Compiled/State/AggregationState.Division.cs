namespace Compiled.State;

/// <content>State without windows that workers have divided among them: the tables of all shares are windows of worker 0's state, so that they are delivered and saved as ever.</content>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps> : KeyedState
{
    private StagedRows<TKey, TAggregates, TOps>? _staged;
    private GroupTable<TKey, TAggregates, TOps>? _share;
    private int _shareIndex;

    internal override bool IsDivided => _staged is not null;

    internal override int StagedRows => _staged?.Rows ?? 0;

    internal override void BeginDivision(int share, KeyedState[] workers)
    {
        long groups = 0;
        foreach (KeyedState worker in workers)
        {
            groups += worker.GroupCount;
        }

        _shareIndex = share;
        _share = new GroupTable<TKey, TAggregates, TOps>((int)Math.Min(groups / workers.Length, int.MaxValue));
        _staged = new StagedRows<TKey, TAggregates, TOps>(workers.Length);
    }

    internal override void TakeShare(KeyedState[] workers)
    {
        for (int worker = 0; worker < workers.Length; worker++)
        {
            foreach (GroupTable<TKey, TAggregates, TOps> table in Of(workers[worker])._windows)
            {
                if (worker == 0)
                {
                    _share!.TakeShare(table, (uint)_shareIndex, (uint)workers.Length);
                }
                else
                {
                    _share!.MergeShare(table, (uint)_shareIndex, (uint)workers.Length);
                }
            }
        }
    }

    internal override void EndDivision(KeyedState[] workers)
    {
        foreach (KeyedState worker in workers)
        {
            AggregationState<TKey, TAggregates, TOps> state = Of(worker);
            DisposeAll(state._windows);
            DisposeAll(state._spares);
            state._touched.Clear();
            state.ForgetLast();
        }

        foreach (KeyedState worker in workers)
        {
            _windows.Add(Of(worker)._share!);
        }

        ListShares();
    }

    internal override void TakeStaged(KeyedState[] workers)
    {
        foreach (KeyedState worker in workers)
        {
            StagedRows<TKey, TAggregates, TOps> staged = Of(worker)._staged!;
            _share!.AddStaged(staged.Keys(_shareIndex), staged.Aggregates(_shareIndex), staged.Count(_shareIndex));
        }
    }

    internal override void ClearStaged() => _staged?.Clear();

    private static AggregationState<TKey, TAggregates, TOps> Of(KeyedState worker) => (AggregationState<TKey, TAggregates, TOps>)worker;

    // Any of them may be touched, by whichever worker.
    private void ListShares() => _touched.AddRange(_windows);

    // Groups that were never saved come behind all that were, those of the first share first.
    private void NumberNewGroups()
    {
        if (GroupCount > TableHeader.MostGroups)
        {
            throw StateErrors.TooManyGroups();
        }

        int next = 0;
        foreach (GroupTable<TKey, TAggregates, TOps> share in _windows)
        {
            next += share.SavedCount;
        }

        foreach (GroupTable<TKey, TAggregates, TOps> share in _windows)
        {
            next = share.NumberNewGroups(next);
        }
    }
}
