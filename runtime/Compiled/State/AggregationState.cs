using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// The state of one aggregation: a <see cref="GroupTable{TKey, TAggregates, TOps}"/> per window, in ascending order of windows, and what changed since
/// it was delivered and since it was saved. Without windows there is one table, whose start is <see cref="NoWindow"/>. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>How generated code uses it. A batch: stage keys (and window starts) and values, then one call that finds a row's group and updates all of its aggregates,
/// so that a group's cache line is fetched once:</para>
/// <code>
/// // struct TotalsKey : IGroupKey&lt;TotalsKey&gt;, or a ready-made key: ValueKey&lt;int&gt;, TextKey, NullableKey&lt;…&gt;, PairKey&lt;TextKey, ValueKey&lt;int&gt;&gt;, NoKey
/// // struct TotalsAggregates { public double Sum; public long Count; }
/// // readonly struct TotalsOps : IAggregateOps&lt;TotalsAggregates&gt; { static void Combine(…) => … }
/// private readonly AggregationState&lt;TextKey, TotalsAggregates, TotalsOps&gt; _totals = new(operatorId: 0, tracksChanges: context.Index == 0);
/// private TumblingWindow _window = new(sizeTicks: 9_000_000_000);
///
/// int staged = 0;
/// for (int i = 0; i &lt; rows; i++)
/// {
///     if (Filter(i)) { keys[staged] = new TextKey(city[i]); starts[staged] = _window.StartOf(time[i]); amounts[staged] = amount[i]; staged++; }
/// }
///
/// _totals.Add(keys, starts, staged, new TotalsRows(amounts));      // without windows: Add(keys, staged, …)
///
/// readonly struct TotalsRows(Column&lt;double&gt; amounts) : IRowAggregation&lt;TotalsAggregates&gt;
/// {
///     public void Add(ref TotalsAggregates group, nint row) { group.Sum += amounts[row]; group.Count++; }
/// }
/// </code>
/// <para>Aggregates whose update calls something (text) or needs more than the row (distinct values) are added in a loop of their own behind <c>FindOrAdd</c>, which gives addresses.</para>
/// <para>Addresses are valid until windows are dropped or the state is cleared: groups never move. Minimum and maximum of text are <see cref="TextCell"/>s;
/// their bytes live in <c>_totals.Table(starts[i]).Arena</c>.</para>
/// <para>The end of an epoch, on worker 0 after <see cref="MergeFrom"/>:</para>
/// <code>
/// // Complete: every group, windows ascending, groups in order of insertion.
/// for (int w = 0; w &lt; _totals.WindowCount; w++)
/// {
///     var table = _totals.Window(w);
///     for (int g = 0; g &lt; table.Count; g++) { Deliver(table.WindowStart, in table.Key(g), in table[g]); }
/// }
///
/// // Update: what changed, windows and groups in order of first touch.
/// for (int w = 0; w &lt; _totals.TouchedWindowCount; w++)
/// {
///     var table = _totals.TouchedWindow(w);
///     for (int t = 0; t &lt; table.TouchedCount; t++) { int g = table.Touched(t); Deliver(table.WindowStart, in table.Key(g), in table[g]); }
/// }
///
/// // Append: windows that the watermark has passed, ascending.
/// int expired = _totals.ExpiredCount(watermark, sizeTicks);
/// for (int w = 0; w &lt; expired; w++) { var table = _totals.Window(w); … }
///
/// _totals.ClearTouched();                                  // every mode, once an epoch
/// _totals.DropFirst(expired);                              // every mode with a watermark
/// </code>
/// <para><c>SaveState(changes)</c> calls <see cref="Save(StateChanges)"/>, <c>LoadState(groups)</c> calls <see cref="Load"/>. A text key is read with <c>TextKey.SliceOf(in table.Key(g))</c>.</para>
/// </remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TAggregates">The aggregates of a group.</typeparam>
/// <typeparam name="TOps">How aggregates begin, combine and are saved.</typeparam>
public sealed unsafe partial class AggregationState<TKey, TAggregates, TOps> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
    where TAggregates : unmanaged
    where TOps : struct, IAggregateOps<TAggregates>
{
    /// <summary>The window start that stands for "no windows".</summary>
    public const long NoWindow = long.MinValue;

    private const int MaxSpares = 2;
    private readonly List<GroupTable<TKey, TAggregates, TOps>> _windows = [];
    private readonly List<GroupTable<TKey, TAggregates, TOps>> _touched = [];
    private readonly List<GroupTable<TKey, TAggregates, TOps>> _spares = [];
    private readonly WindowCache _cache = new();
    private readonly bool _tracksChanges;
    private GroupTable<TKey, TAggregates, TOps>? _last;

    /// <summary>Empty state.</summary>
    /// <param name="operatorId">Tells the aggregations of a pipeline apart in what is saved.</param>
    /// <param name="tracksChanges">Whether to remember what was touched, for <see cref="TouchedWindow"/> and <see cref="Save(StateChanges)"/>; false for the partial results of workers other than 0.</param>
    public AggregationState(ushort operatorId, bool tracksChanges = true)
        : base(operatorId)
    {
        OperatorId = operatorId;
        _tracksChanges = tracksChanges;
    }

    /// <summary>Tells the aggregations of a pipeline apart in what is saved.</summary>
    public ushort OperatorId { get; }

    /// <summary>Number of windows that have groups, or were asked for.</summary>
    public int WindowCount => _windows.Count;

    /// <summary>Number of windows touched since <see cref="ClearTouched"/>.</summary>
    public int TouchedWindowCount => _touched.Count;

    /// <summary>Number of groups in all windows.</summary>
    public override long GroupCount
    {
        get
        {
            long count = 0;
            foreach (GroupTable<TKey, TAggregates, TOps> window in _windows)
            {
                count += window.Count;
            }

            return count;
        }
    }

    /// <summary>Bytes of memory taken, including tables kept for reuse.</summary>
    public long Bytes => BytesOf(_windows) + BytesOf(_spares);

    /// <summary>The window at <paramref name="index"/> in ascending order of start.</summary>
    public GroupTable<TKey, TAggregates, TOps> Window(int index) => _windows[index];

    /// <summary>The window that was touched as number <paramref name="index"/> since <see cref="ClearTouched"/>. It may turn out to have no touched group.</summary>
    public GroupTable<TKey, TAggregates, TOps> TouchedWindow(int index) => _touched[index];

    /// <summary>The table of a window, which is made if it is not there, with room for as many groups as its predecessor has.</summary>
    /// <param name="windowStart">UTC ticks, or <see cref="NoWindow"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GroupTable<TKey, TAggregates, TOps> Table(long windowStart)
    {
        GroupTable<TKey, TAggregates, TOps>? last = _last;
        return last is not null && last.WindowStart == windowStart && last.Header->IsListed ? last : FindTable(windowStart);
    }

    /// <summary>Finds or adds the groups of a batch without windows.</summary>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="aggregates">Takes, a row, the address of the group's aggregates: see <see cref="GroupRefs{TAggregates}"/>.</param>
    public void FindOrAdd(Column<TKey> keys, int count, Column<nint> aggregates) => Add(keys, count, new RowAddresses<TAggregates>(aggregates));

    /// <summary>Finds or adds the groups of a batch whose rows lie in any mix of windows.</summary>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="windowStarts">Start of each row's window, UTC ticks.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="aggregates">Takes, a row, the address of the group's aggregates: see <see cref="GroupRefs{TAggregates}"/>.</param>
    public void FindOrAdd(Column<TKey> keys, Column<long> windowStarts, int count, Column<nint> aggregates) =>
        Add(keys, windowStarts, count, new RowAddresses<TAggregates>(aggregates));

    /// <summary>Adds a batch without windows to its groups, which are added if they are not there.</summary>
    /// <typeparam name="TRows">What the rows add.</typeparam>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="rows">What the rows add.</param>
    public void Add<TRows>(Column<TKey> keys, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        if (_staged is not null)
        {
            _staged.Add(keys.Pointer, count, in rows);
        }
        else if (count > 0)
        {
            PartialRows += count;
            Table(NoWindow).Add(keys.Pointer, 0, count, in rows);
        }
    }

    /// <summary>Adds a batch whose rows lie in any mix of windows to its groups, which are added if they are not there.</summary>
    /// <typeparam name="TRows">What the rows add.</typeparam>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="windowStarts">Start of each row's window, UTC ticks.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="rows">What the rows add.</param>
    public void Add<TRows>(Column<TKey> keys, Column<long> windowStarts, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        long* starts = windowStarts.Pointer;
        for (int row = 0; row < count;)
        {
            // A long run of one window goes through its table at full speed.
            int run = RunLength(starts + row, starts[row], count - row);
            if (run >= GroupTable<TKey, TAggregates, TOps>.MixedRows || run == count - row)
            {
                Table(starts[row]).Add(keys.Pointer, row, row + run, in rows);
            }
            else
            {
                run = AddSeveral(keys.Pointer, starts, row, run, count - row, in rows);
            }

            row += run;
        }
    }

    /// <summary>
    /// Adds the partial results of <paramref name="other"/>, windows ascending, groups in their order there, and empties it. Does nothing where state is divided among workers: there are no partial results then.
    /// </summary>
    public void MergeFrom(AggregationState<TKey, TAggregates, TOps> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (IsDivided)
        {
            return;
        }

        foreach (GroupTable<TKey, TAggregates, TOps> window in other._windows)
        {
            if (window.Count > 0)
            {
                Table(window.WindowStart).MergeFrom(window);
            }
        }

        other.Clear();
    }

    /// <summary>Forgets what was touched; it stays to be saved.</summary>
    public void ClearTouched()
    {
        foreach (GroupTable<TKey, TAggregates, TOps> window in _touched)
        {
            window.ClearTouched();
            window.Header->IsListed = false;
        }

        _touched.Clear();
        if (IsDivided)
        {
            ListShares();
        }
    }

    /// <summary>Number of windows whose end the watermark has reached: the first ones in ascending order.</summary>
    /// <param name="watermark">UTC ticks; <see cref="long.MinValue"/> expires nothing.</param>
    /// <param name="windowSize">Length of a window in ticks.</param>
    public int ExpiredCount(long watermark, long windowSize)
    {
        int count = 0;
        while (count < _windows.Count && _windows[count].WindowStart != NoWindow && Time.WindowMath.IsExpired(_windows[count].WindowStart, windowSize, watermark))
        {
            count++;
        }

        return count;
    }

    /// <summary>Drops every window that starts before <paramref name="windowStart"/>.</summary>
    public void DropBefore(long windowStart) => DropFirst(IndexOf(windowStart) is int index && index < 0 ? ~index : index);

    /// <summary>Drops the first <paramref name="count"/> windows in ascending order.</summary>
    public void DropFirst(int count)
    {
        if (count == 0)
        {
            return;
        }

        for (int i = 0; i < count; i++)
        {
            Drop(_windows[i]);
        }

        // Not before nobody asks these tables anything any more: what is not kept for reuse is freed.
        _touched.RemoveAll(window => !window.Header->IsListed);
        for (int i = 0; i < count; i++)
        {
            Recycle(_windows[i]);
        }

        _windows.RemoveRange(0, count);
        ForgetLast();
    }

    /// <summary>Drops every window.</summary>
    public void Clear()
    {
        PartialRows = 0;
        DropFirst(_windows.Count);
    }

    /// <summary>Frees all tables.</summary>
    public void Dispose()
    {
        DisposeAll(_windows);
        DisposeAll(_spares);
        _touched.Clear();
        _cache.Dispose();
        _split?.Dispose();
        _staged?.Dispose();
        _last = null;
    }

    private static long BytesOf(List<GroupTable<TKey, TAggregates, TOps>> tables)
    {
        long bytes = 0;
        foreach (GroupTable<TKey, TAggregates, TOps> table in tables)
        {
            bytes += table.Bytes;
        }

        return bytes;
    }

    private static void DisposeAll(List<GroupTable<TKey, TAggregates, TOps>> tables)
    {
        foreach (GroupTable<TKey, TAggregates, TOps> table in tables)
        {
            table.Dispose();
        }

        tables.Clear();
    }
}
