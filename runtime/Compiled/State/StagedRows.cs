using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// The rows that a worker has staged for the owners of their keys: of each share the keys, and aggregates of one row each, one after the other. Memory is kept for the next rows.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TAggregates">The aggregates; they hold no text.</typeparam>
/// <typeparam name="TOps">How aggregates begin.</typeparam>
internal sealed unsafe class StagedRows<TKey, TAggregates, TOps> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
    where TAggregates : unmanaged
    where TOps : struct, IAggregateOps<TAggregates>
{
    private const nuint Alignment = 64;

    // As behind a column: vector code may read a whole vector at the last key.
    private const nuint Padding = 64;
    private readonly TextArena _texts = new();
    private readonly uint _shares;
    private Share* _share;

    public StagedRows(int shares)
    {
        _shares = (uint)shares;
        _share = (Share*)NativeMemory.AllocZeroed((nuint)shares, (nuint)sizeof(Share));
    }

    ~StagedRows() => Free();

    /// <summary>Rows staged for all shares.</summary>
    public int Rows { get; private set; }

    /// <summary>Rows staged for a share.</summary>
    public int Count(int share) => (int)_share[share].Count;

    /// <summary>Keys of a share.</summary>
    public TKey* Keys(int share) => _share[share].Keys;

    /// <summary>What each row of a share adds.</summary>
    public TAggregates* Aggregates(int share) => _share[share].Aggregates;

    /// <summary>Stages the rows of a batch. Text that keys point to is copied.</summary>
    public void Add<TRows>(TKey* keys, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        EnsureRoom(count);
        for (nint row = 0; (row = AddInline(_share, _shares, keys, row, count, in rows)) < count; row++)
        {
            AddWhole(keys + row, row, in rows);
        }

        Rows += count;
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        for (uint share = 0; share < _shares; share++)
        {
            _share[share].Count = 0;
        }

        Rows = 0;
        _texts.Clear();
    }

    public void Dispose()
    {
        Free();
        _texts.Dispose();
        GC.SuppressFinalize(this);
    }

    // Calls nothing; returns at a row whose key points elsewhere.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint AddInline<TRows>(Share* staged, uint shares, TKey* keys, nint row, nint count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        TRows adding = rows;
        for (; row < count; row++)
        {
            if (!TKey.IsInline(in keys[row]))
            {
                return row;
            }

            Share* share = staged + KeyShare.Of(TKey.InlineUpperHash(in keys[row]), shares);
            nint at = share->Count++;
            share->Keys[at] = keys[row];
            TAggregates one = default;
            TOps.Initialize(ref one);
            adding.Add(ref one, row);
            share->Aggregates[at] = one;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddWhole<TRows>(TKey* key, nint row, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        Share* share = _share + KeyShare.Of(TKey.Hash(in *key), _shares);
        nint at = share->Count++;
        share->Keys[at] = *key;
        TKey.Intern(ref share->Keys[at], _texts);
        TAggregates* one = share->Aggregates + at;
        *one = default;
        TOps.Initialize(ref *one);
        Unsafe.AsRef(in rows).Add(ref *one, row);
    }

    private void EnsureRoom(int rows)
    {
        for (Share* share = _share; share < _share + _shares; share++)
        {
            nint needed = share->Count + rows;
            if (needed > share->Capacity)
            {
                nint capacity = Math.Max(needed, share->Capacity * 2);
                share->Keys = (TKey*)Resize(share->Keys, capacity, sizeof(TKey));
                share->Aggregates = (TAggregates*)Resize(share->Aggregates, capacity, sizeof(TAggregates));
                share->Capacity = capacity;
            }
        }
    }

    private static void* Resize(void* memory, nint elements, int size) =>
        NativeMemory.AlignedRealloc(memory, ((nuint)elements * (nuint)size) + Padding, Alignment);

    private void Free()
    {
        if (_share is null)
        {
            return;
        }

        for (Share* share = _share; share < _share + _shares; share++)
        {
            NativeMemory.AlignedFree(share->Keys);
            NativeMemory.AlignedFree(share->Aggregates);
        }

        NativeMemory.Free(_share);
        _share = null;
    }

    private struct Share
    {
        public TKey* Keys;
        public TAggregates* Aggregates;
        public nint Count;
        public nint Capacity;
    }
}
