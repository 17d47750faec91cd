using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>The tables of windows: found by start, made, dropped and used again.</content>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps>
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    private GroupTable<TKey, TAggregates, TOps> FindTable(long windowStart)
    {
        int index = IndexOf(windowStart);
        if (index < 0)
        {
            index = ~index;
            _windows.Insert(index, NewTable(windowStart, index));
        }

        GroupTable<TKey, TAggregates, TOps> table = _windows[index];
        if (!table.Header->IsListed)
        {
            table.Header->IsListed = true;
            _touched.Add(table);
        }

        _cache.Set(windowStart, table.Header, _windows.Count);
        return _last = table;
    }

    private GroupTable<TKey, TAggregates, TOps> NewTable(long windowStart, int index)
    {
        GroupTable<TKey, TAggregates, TOps> table;
        if (_spares.Count > 0)
        {
            table = _spares[^1];
            _spares.RemoveAt(_spares.Count - 1);
        }
        else
        {
            int expected = index > 0 ? _windows[index - 1].Count : index < _windows.Count ? _windows[index].Count : 0;
            table = new GroupTable<TKey, TAggregates, TOps>(expected, _tracksChanges);
        }

        table.WindowStart = windowStart;
        return table;
    }

    private int IndexOf(long windowStart)
    {
        int low = 0;
        int high = _windows.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            long start = _windows[middle].WindowStart;
            if (start == windowStart)
            {
                return middle;
            }

            if (start < windowStart)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    private void Drop(GroupTable<TKey, TAggregates, TOps> window)
    {
        window.Header->IsListed = false;
        if (window.SavedCount > 0)
        {
            _dropped.Add(window.WindowStart);
        }
    }

    private void Recycle(GroupTable<TKey, TAggregates, TOps> window)
    {
        if (_spares.Count < MaxSpares)
        {
            window.Clear();
            _spares.Add(window);
        }
        else
        {
            window.Dispose();
        }
    }

    private void ForgetLast()
    {
        _last = null;
        _cache.Clear();
    }
}
