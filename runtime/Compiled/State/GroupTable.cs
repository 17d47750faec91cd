using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Compiled.Memory;

namespace Compiled.State;

/// <summary>
/// The groups of one aggregation and window: key and aggregates side by side in native memory, numbered in order of insertion. Addresses of groups
/// stay valid until the table is cleared. Not thread-safe.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TAggregates">The aggregates of a group; zero when the group is new, then given to <typeparamref name="TOps"/>.</typeparam>
/// <typeparam name="TOps">How aggregates begin, combine and are saved.</typeparam>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
    where TAggregates : unmanaged
    where TOps : struct, IAggregateOps<TAggregates>
{
    // Groups between asking for one that was touched and its being read.
    private const int TouchedAhead = 16;
    private readonly TableHeader* _header;
    private readonly ChangedGroups _unsaved = new();
    private readonly DirectIndex<TKey> _direct = new();
    private readonly HomeIndex<TKey> _home = new();
    private bool _isDisposed;

    /// <summary>An empty table.</summary>
    /// <param name="expectedGroups">Number of groups to make room for at once.</param>
    /// <param name="tracksChanges">Whether to remember which groups were touched; false for partial results that are merged elsewhere as a whole.</param>
    public GroupTable(int expectedGroups = 0, bool tracksChanges = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedGroups);
        _header = (TableHeader*)NativeMemory.AlignedAlloc((nuint)sizeof(TableHeader), 64);
        NativeMemory.Clear(_header, (nuint)sizeof(TableHeader));
        _header->Epoch = tracksChanges ? 1u : 0u;
        GroupIndex.Create(_header, expectedGroups);
        TableHeader.EnsureEntry(_header, 0, Stride);
    }

    /// <summary>Start of the window in UTC ticks; <see cref="long.MinValue"/> without windows.</summary>
    public long WindowStart { get; internal set; } = long.MinValue;

    /// <summary>Number of groups.</summary>
    public int Count => _header->Count;

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => sizeof(TableHeader) + _header->IndexBytes + IndexGrowth.Bytes(_header) + _header->ChunkBytes + Arena.Bytes + (_header->TouchedCapacity * (long)sizeof(int)) + _unsaved.Bytes + _direct.Bytes + _home.Bytes;

    /// <summary>Where long keys and text aggregates of this table live.</summary>
    public TextArena Arena { get; } = new();

    /// <summary>Whether touched groups are remembered.</summary>
    public bool TracksChanges => _header->Epoch != 0;

    /// <summary>Number of groups touched since <see cref="ClearTouched"/>.</summary>
    public int TouchedCount => _header->TouchedCount;

    internal TableHeader* Header => _header;

    /// <summary>Number of groups that were saved: those numbered below it.</summary>
    internal int SavedCount { get; set; }

    /// <summary>Groups changed since they were saved, less those still in the list of touched ones.</summary>
    internal ChangedGroups Unsaved => _unsaved;

    private static int AggregatesOffset
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (sizeof(GroupEntry<TKey>) + 7) & ~7;
    }

    // Entries of up to 32 bytes never straddle a cache line; for larger ones that would cost more memory than it saves.
    private static int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ((AggregatesOffset + sizeof(TAggregates) + 7) & ~7) switch
        {
            <= 16 => 16,
            <= 32 => 32,
            > 48 and <= 64 => 64,
            int size => size,
        };
    }

    /// <summary>The aggregates of a group, unchecked. The reference stays valid until the table is cleared.</summary>
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
        // They are asked for in order, and may lie anywhere.
        int* touched = _header->Touched;
        Far.Ask((byte*)EntryAt(touched[Math.Min(index + TouchedAhead, _header->TouchedCount - 1)]));
        return touched[index];
    }

    /// <summary>The number of the group with this key, which is added if it is not there; the group counts as touched.</summary>
    public int FindOrAdd(in TKey key) => FindOrAdd(in key, TKey.Hash(in key));

    /// <summary>The number of the group with this key, which is added if it is not there; the group counts as touched.</summary>
    /// <param name="key">The key.</param>
    /// <param name="hash">What <see cref="IGroupKey{TKey}.Hash"/> says of it.</param>
    public int FindOrAdd(in TKey key, ulong hash)
    {
        TKey copy = key;
        return FindOrAddEntry(&copy, GroupIndex.TagOf(hash))->Number;
    }

    /// <summary>The number of the group with this key, or -1.</summary>
    public int Find(in TKey key)
    {
        TKey copy = key;
        GroupEntry<TKey>* entry = FindEntry(&copy, GroupIndex.TagOf(TKey.Hash(in key)));
        return entry is null ? -1 : entry->Number;
    }

    /// <summary>Finds or adds the groups of a batch; they count as touched in the order of the rows.</summary>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="aggregates">Takes, a row, the address of the group's aggregates: see <see cref="GroupRefs{TAggregates}"/>.</param>
    public void FindOrAdd(Column<TKey> keys, int count, Column<nint> aggregates) => Add(keys.Pointer, 0, count, new RowAddresses<TAggregates>(aggregates));

    /// <summary>Finds or adds the groups of a batch; they count as touched in the order of the rows.</summary>
    /// <param name="keys">A key a row; text in them need not outlive the call.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="groups">Takes the number of the group, a row.</param>
    public void FindOrAdd(Column<TKey> keys, int count, Column<int> groups)
    {
        const int Part = 256;
        nint* addresses = stackalloc nint[Part];
        for (int start = 0; start < count; start += Part)
        {
            int rows = Math.Min(Part, count - start);
            FindOrAdd(keys.Slice(start), rows, new Column<nint>(addresses, Part));
            for (int i = 0; i < rows; i++)
            {
                groups[start + i] = EntryOf(addresses[i])->Number;
            }
        }
    }

    /// <summary>Adds the groups of a table of partial results, in their order. <paramref name="other"/> stays as it is.</summary>
    public void MergeFrom(GroupTable<TKey, TAggregates, TOps> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        const int Part = 256;
        TKey* keys = stackalloc TKey[Part];
        for (int start = 0; start < other.Count; start += Part)
        {
            int rows = Math.Min(Part, other.Count - start);
            for (int i = 0; i < rows; i++)
            {
                keys[i] = other.Key(start + i);
            }

            Add(keys, 0, rows, new PartialResults(other, start, Arena));
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
        _direct.Forget();
        if (++_header->Epoch == 0)
        {
            // After 2^32 epochs old stamps would look new.
            _header->Epoch = 1;
            for (int group = 0; group < Count; group++)
            {
                EntryAt(group)->Stamp = 0;
            }
        }
    }

    /// <summary>Removes every group; memory is kept for the next ones.</summary>
    public void Clear()
    {
        TableHeader.ClearEntries(_header, Stride);
        GroupIndex.Clear(_header);
        Arena.Clear();
        _unsaved.Clear();
        _direct.Reset();
        _home.Reset();
        _header->TouchedCount = 0;
        _header->IsListed = false;
        SavedCount = 0;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        Free();
        Arena.Dispose();
        _direct.Dispose();
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what was not disposed of.</summary>
    ~GroupTable() => Free();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static GroupEntry<TKey>* EntryOf(nint aggregates) => (GroupEntry<TKey>*)(aggregates - AggregatesOffset);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint AddressOf(GroupEntry<TKey>* entry) => (nint)entry + AggregatesOffset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GroupEntry<TKey>* EntryAt(int number) => (GroupEntry<TKey>*)TableHeader.EntryAt(_header, TableHeader.PlaceOf(number), Stride);

    /// <summary>Adds groups of a table of partial results to those with the same keys.</summary>
    private readonly struct PartialResults(GroupTable<TKey, TAggregates, TOps> from, int first, TextArena arena) : IRowAggregation<TAggregates>
    {
        public void Add(ref TAggregates group, nint row) => TOps.Combine(ref group, in from[first + (int)row], arena);
    }

    internal void MarkTouchedUnsaved() => _unsaved.Add(_header->Touched, _header->TouchedCount, _header->Count);

    private void Free()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        TableHeader.FreeChunks(_header);
        GroupIndex.Free(_header);
        NativeMemory.Free(_header->Touched);
        NativeMemory.AlignedFree(_header);
    }
}
