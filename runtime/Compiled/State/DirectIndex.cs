using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// Addresses of aggregates by key, for integer keys that lie close together: no hash, no comparison, one load. It remembers what a table has found in the current epoch and can
/// be forgotten at any time. Not thread-safe.
/// </summary>
internal sealed unsafe class DirectIndex<TKey> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
{
    /// <summary>Rows that a table must have seen before an index pays.</summary>
    private const int LeastRows = 4096;

    /// <summary>Largest distance of two keys in the index: 32 KiB of addresses, which the nearest cache holds.</summary>
    private const ulong MostKeys = 4096;

    // One more than keys: the last one is of all keys outside and stays null.
    private nint* _addresses;
    private ulong _first;
    private ulong _keys;
    private int _rows;
    private bool _isGivenUp;

    ~DirectIndex() => Free();

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => _addresses == null ? 0 : (long)(_keys + 1) * sizeof(nint);

    /// <summary>Whether it is there.</summary>
    public bool IsActive => _addresses != null;

    /// <summary>Whether it can be used for these rows; it is made when a table has seen enough rows whose keys lie close together.</summary>
    public bool IsUsable(TKey* keys, int count) => _addresses != null || (!_isGivenUp && TryCreate(keys, count));

    /// <summary>Adds the rows of groups whose addresses are known to them.</summary>
    /// <param name="keys">A key a row.</param>
    /// <param name="row">The first row.</param>
    /// <param name="end">Behind the last row.</param>
    /// <param name="misses">Takes the other rows, ascending.</param>
    /// <param name="rows">How a row is added.</param>
    /// <returns>The number of other rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public nint AddKnown<TAggregates, TRows>(TKey* keys, nint row, nint end, int* misses, in TRows rows)
        where TAggregates : unmanaged
        where TRows : struct, IRowAggregation<TAggregates>
    {
        TRows adding = rows;
        nint* addresses = _addresses;
        ulong first = _first;
        ulong outside = _keys;
        int* miss = misses;
        for (; row < end; row++)
        {
            nint address = addresses[Math.Min((ulong)TKey.IntegerOf(in keys[row]) - first, outside)];
            if (address != 0)
            {
                adding.Add(ref *(TAggregates*)address, row);
            }
            else
            {
                *miss++ = (int)row;
            }
        }

        return (nint)(miss - misses);
    }

    /// <summary>The address that is known for a key, or 0.</summary>
    public nint this[in TKey key] => _addresses[Math.Min((ulong)TKey.IntegerOf(in key) - _first, _keys)];

    /// <summary>Remembers an address; keys outside are not remembered.</summary>
    public void Set(in TKey key, nint address)
    {
        ulong place = (ulong)TKey.IntegerOf(in key) - _first;
        if (place < _keys)
        {
            _addresses[place] = address;
        }
    }

    /// <summary>Looks whether many rows lie outside: then it costs more than it saves, and is given up.</summary>
    /// <param name="count">Number of rows.</param>
    /// <param name="unknown">Number of those that had to be looked for in the table.</param>
    public void Judge(int count, int unknown)
    {
        _rows = Math.Min(_rows + count, LeastRows);
        if (unknown > count / 4 && _rows == LeastRows)
        {
            Free();
            _isGivenUp = true;
        }
    }

    /// <summary>Forgets all addresses.</summary>
    public void Forget()
    {
        _rows = 0;
        if (_addresses != null)
        {
            NativeMemory.Clear(_addresses, (nuint)(_keys + 1) * (nuint)sizeof(nint));
        }
    }

    /// <summary>Begins anew, for other keys.</summary>
    public void Reset()
    {
        Free();
        _rows = 0;
        _isGivenUp = false;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private bool TryCreate(TKey* keys, int count)
    {
        _rows = Math.Min(_rows + count, LeastRows);
        if (_rows < LeastRows)
        {
            return false;
        }

        long least = long.MaxValue;
        long greatest = long.MinValue;
        for (int i = 0; i < count; i++)
        {
            long key = TKey.IntegerOf(in keys[i]);
            least = Math.Min(least, key);
            greatest = Math.Max(greatest, key);
        }

        ulong span = (ulong)greatest - (ulong)least + 1;
        _isGivenUp = span - 1 >= MostKeys;
        if (_isGivenUp)
        {
            return false;
        }

        // Room on both sides, since these rows need not be all keys there are.
        _keys = Math.Min(span * 2, MostKeys);
        _first = (ulong)least - ((_keys - span) / 2);
        _addresses = (nint*)NativeMemory.AllocZeroed((nuint)(_keys + 1), (nuint)sizeof(nint));
        _rows = 0;
        return true;
    }

    private void Free()
    {
        NativeMemory.Free(_addresses);
        _addresses = null;
    }
}
