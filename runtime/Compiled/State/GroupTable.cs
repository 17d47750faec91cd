using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// The groups of one aggregation and window: key and aggregates side by side in native memory, numbered in order of insertion. Addresses of groups
/// stay valid until the next group is added. Not thread-safe.
/// </summary>
/// <remarks>
/// A bucket is a cache line of entries (<see cref="GroupLayout{TKey, TAggregates}"/>), whose marks are compared at once; one that is full goes on in the neighbour whose number
/// differs in the lowest bits. Buckets lie in segments of at most one huge page, chosen by the first bits of the hash, that grow one by one.
/// </remarks>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TAggregates">The aggregates of a group; zero when the group is new, then given to <typeparamref name="TOps"/>.</typeparam>
/// <typeparam name="TOps">How aggregates begin, combine and are saved.</typeparam>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
    where TAggregates : unmanaged
    where TOps : struct, IAggregateOps<TAggregates>
{
    /// <summary>Stamp of groups that were last touched before stamps began anew.</summary>
    private const uint OldStamp = 1;
    private const uint FirstEpoch = 2;
    private const uint LastEpoch = 0xFFFF;

    private readonly TableHeader* _header;
    private readonly AggregateList? _list;
    private readonly AskedRows _asked = new();
    private readonly ChangedGroups _unsaved = new();
    private bool _isDisposed;

    /// <summary>An empty table.</summary>
    /// <param name="expectedGroups">Number of groups to make room for at once.</param>
    /// <param name="tracksChanges">Whether to remember which groups were touched; false for partial results that are merged elsewhere as a whole.</param>
    public GroupTable(int expectedGroups = 0, bool tracksChanges = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedGroups);
        _header = (TableHeader*)NativeMemory.AlignedAlloc((nuint)sizeof(TableHeader), 64);
        NativeMemory.Clear(_header, (nuint)sizeof(TableHeader));
        _header->Epoch = FirstEpoch;
        _header->TracksChanges = tracksChanges;
        _list = GroupLayout<TKey, TAggregates>.IsInline ? null : new AggregateList();
        CreateSegments(expectedGroups);
    }

    /// <summary>Start of the window in UTC ticks; <see cref="long.MinValue"/> without windows.</summary>
    public long WindowStart { get; internal set; } = long.MinValue;

    /// <summary>Number of groups.</summary>
    public int Count => _header->Count;

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => sizeof(TableHeader) + _header->SegmentBytes + (_list?.Bytes ?? 0) + Arena.Bytes + (_header->EntriesCapacity * (long)sizeof(byte*)) + (_header->TouchedCapacity * (long)sizeof(int)) + _unsaved.Bytes;

    /// <summary>Where long keys and text aggregates of this table live.</summary>
    public TextArena Arena { get; } = new();

    /// <summary>Whether touched groups are remembered.</summary>
    public bool TracksChanges => _header->TracksChanges;

    /// <summary>Number of groups touched since <see cref="ClearTouched"/>.</summary>
    public int TouchedCount => _header->TouchedCount;

    internal TableHeader* Header => _header;

    /// <summary>Number of groups that the store holds: those numbered below it.</summary>
    internal int SavedCount { get; set; }

    /// <summary>Groups changed since they were saved, less those still in the list of touched ones.</summary>
    internal ChangedGroups Unsaved => _unsaved;

    /// <summary>The aggregates of a group, unchecked. The reference stays valid until a group is added.</summary>
    public ref TAggregates this[int group]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *(TAggregates*)AddressOf(EntryAt(group));
    }

    /// <summary>The key of a group, unchecked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref TKey Key(int group) => ref EntryAt(group)->Key;

    /// <summary>The group that was touched as number <paramref name="index"/> since <see cref="ClearTouched"/>, unchecked.</summary>
    public int Touched(int index)
    {
        // Whoever walks the list finds the next groups in the cache.
        if (index + Near < _header->TouchedCount && !_header->AreEntriesStale)
        {
            GroupLayout<TKey, TAggregates>.PrefetchNear(_header->Entries[(nint)_header->Touched[index + Near]]);
        }

        return _header->Touched[index];
    }

    /// <summary>The number of the group with this key, which is added if it is not there; the group counts as touched.</summary>
    public int FindOrAdd(in TKey key) => FindOrAdd(in key, TKey.Hash(in key));

    /// <summary>The number of the group with this key, which is added if it is not there; the group counts as touched.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">What <see cref="IGroupKey{TKey}.Hash"/> says of it.</param>
    public int FindOrAdd(in TKey key, ulong hash)
    {
        TKey copy = key;
        return FindOrAddEntry(&copy, hash)->Number;
    }

    /// <summary>The number of the group with this key, or -1.</summary>
    public int Find(in TKey key)
    {
        TKey copy = key;
        GroupEntry<TKey>* entry = FindEntry(&copy, TKey.Hash(in key), out _);
        return entry is null ? -1 : entry->Number;
    }

    /// <summary>Finds or adds the groups of a batch; they count as touched in the order of the rows.</summary>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="aggregates">Takes, a row, the address of the group's aggregates: see <see cref="GroupRefs{TAggregates}"/>.</param>
    /// <param name="following">Number of rows behind these that the next call will be for: memory is asked for ahead. <paramref name="aggregates"/> must have room for them too. Default: none.</param>
    public void FindOrAdd(Column<TKey> keys, int count, Column<nint> aggregates, int following = 0) => ResolveAll(keys.Pointer, count, following, aggregates.Pointer);

    /// <summary>Finds or adds the groups of a batch; they count as touched in the order of the rows.</summary>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="groups">Takes the number of the group, a row.</param>
    public void FindOrAdd(Column<TKey> keys, int count, Column<int> groups)
    {
        for (int row = 0; row < count; row++)
        {
            groups[row] = FindOrAddEntry(keys.Pointer + row, TKey.Hash(in keys[row]))->Number;
        }
    }

    /// <summary>Adds the groups of a table of partial results, in their order. <paramref name="other"/> stays as it is.</summary>
    public void MergeFrom(GroupTable<TKey, TAggregates, TOps> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        const int Part = 64;
        TKey* keys = stackalloc TKey[Part];
        nint* addresses = stackalloc nint[Part];
        for (int start = 0; start < other.Count; start += Part)
        {
            int rows = Math.Min(Part, other.Count - start);
            for (int i = 0; i < rows; i++)
            {
                keys[i] = other.Key(start + i);
            }

            ResolveAll(keys, rows, 0, addresses);
            for (int i = 0; i < rows; i++)
            {
                TOps.Combine(ref *(TAggregates*)addresses[i], in other[start + i], Arena);
            }
        }
    }

    /// <summary>Forgets which groups were touched (not which of them are to be saved).</summary>
    public void ClearTouched()
    {
        if (!TracksChanges)
        {
            return;
        }

        MarkTouchedUnsaved();
        _header->TouchedCount = 0;
        if (_header->Epoch++ == LastEpoch)
        {
            _header->Epoch = FirstEpoch;
            AgeStamps();
        }
    }

    /// <summary>Removes every group; memory is kept for the next ones.</summary>
    public void Clear()
    {
        ClearSegments();
        _list?.Clear();
        Arena.Clear();
        NativeMemory.Clear(_header->Entries, (nuint)_header->Count * (nuint)sizeof(byte*));
        _header->AreEntriesStale = false;
        _header->Count = 0;
        _header->Moves++;
        _unsaved.Clear();
        _header->TouchedCount = 0;
        _header->IsListed = false;
        SavedCount = 0;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        Arena.Dispose();
        _list?.Dispose();
        _asked.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what was not disposed of.</summary>
    ~GroupTable() => Free();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint AddressOf(GroupEntry<TKey>* entry) => GroupLayout<TKey, TAggregates>.AggregatesOf((byte*)entry);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GroupEntry<TKey>* EntryAt(int number)
    {
        if (_header->AreEntriesStale)
        {
            NumberEntries();
        }

        return (GroupEntry<TKey>*)_header->Entries[(nint)number];
    }

    internal void MarkTouchedUnsaved() => _unsaved.Add(_header->Touched, _header->TouchedCount, _header->Count);

    private void Free()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        FreeSegments();
        NativeMemory.Free(_header->Entries);
        NativeMemory.Free(_header->Touched);
        NativeMemory.AlignedFree(_header);
    }
}
