using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// One place a hash for the entry of a group: a row whose group is at home there and was touched in this epoch costs a load and a comparison of bits, without a branch that depends
/// on the data; every other row is left to the table. It remembers what the table has found and can be forgotten at any time. Not thread-safe.
/// </summary>
/// <remarks>It pays when rows meet the same groups again and again. For many groups it would be one random line more a row, so it is left away then.</remarks>
internal sealed unsafe class HomeIndex<TKey> : IDisposable
    where TKey : unmanaged, IGroupKey<TKey>
{
    /// <summary>Rows that a table must have seen before an index pays, and over which its misses are judged.</summary>
    private const int JudgedRows = 4096;

    /// <summary>Most groups of a table with an index: with more, most places lie outside the second-level cache.</summary>
    private const int MostGroups = 1 << 12;

    // So many places that two groups seldom have one home.
    private const int PlacesPerGroup = 24;
    private const int LeastPlacesPerGroup = 6;
    private const int LeastBits = 8;

    // It does not pay when more than one row in so many misses.
    private const int RowsPerMiss = 4;
    private const int FirstPause = JudgedRows * 4;
    private const int LongestPause = 1 << 22;
    private nint* _places;

    // What an empty place points to: an entry that is never touched.
    private GroupEntry<TKey>* _nobody;
    private int _bits;
    private int _pause = JudgedRows;
    private int _nextPause = FirstPause;
    private int _rows;
    private int _missed;

    ~HomeIndex() => Free();

    /// <summary>Bytes of memory taken.</summary>
    public long Bytes => _places == null ? 0 : (long)sizeof(nint) << _bits;

    /// <summary>Whether it is there.</summary>
    public bool IsActive => _places != null;

    /// <summary>Whether it is to be made, since the table has seen enough rows: see <see cref="Create"/>.</summary>
    public bool IsDue(int groups, int rows)
    {
        _pause = Math.Max(0, _pause - rows);
        return _pause == 0 && groups <= MostGroups;
    }

    /// <summary>Makes it; the caller gives the groups that there are their places.</summary>
    /// <param name="groups">Number of groups of the table.</param>
    public void Create(int groups)
    {
        Free();
        _bits = Math.Max(LeastBits, BitOperations.Log2((uint)groups * PlacesPerGroup));
        int places = 1 << _bits;
        _places = (nint*)NativeMemory.Alloc(((nuint)places * (nuint)sizeof(nint)) + (nuint)sizeof(GroupEntry<TKey>));
        _nobody = (GroupEntry<TKey>*)(_places + places);
        *_nobody = default;
        new Span<nint>(_places, places).Fill((nint)_nobody);
    }

    /// <summary>Fills in the addresses of groups that are at home and touched.</summary>
    /// <param name="keys">A key a row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="epoch">The table's epoch.</param>
    /// <param name="aggregates">Takes the addresses.</param>
    /// <param name="misses">Takes the other rows, ascending; must have room for one more than there are rows.</param>
    /// <param name="offset">Distance from an entry to its aggregates.</param>
    /// <returns>The number of other rows.</returns>
    public nint Find(TKey* keys, nint count, uint epoch, nint* aggregates, int* misses, nint offset)
    {
        _nobody->Stamp = epoch + 1;
        return Find(_places, 64 - _bits, keys, count, epoch, aggregates, misses, offset);
    }

    /// <summary>Gives a group its place, unless another one has it that was touched in this epoch.</summary>
    public void Set(ulong hash, GroupEntry<TKey>* entry, uint epoch)
    {
        nint* place = _places + (hash >> (64 - _bits));
        if (((GroupEntry<TKey>*)*place)->Stamp != epoch || *place == (nint)_nobody)
        {
            *place = (nint)entry;
        }
    }

    /// <summary>Looks whether too many rows miss: then it costs more than it saves, and pauses. It also ends when there are too many groups for its places.</summary>
    /// <param name="groups">Number of groups of the table.</param>
    /// <param name="rows">Number of rows looked for.</param>
    /// <param name="missed">Number of those that had to be looked for in the table.</param>
    public void Judge(int groups, int rows, int missed)
    {
        _rows += rows;
        _missed += missed;
        if (_rows >= JudgedRows)
        {
            bool isPaying = _missed < _rows / RowsPerMiss;
            _rows = 0;
            _missed = 0;
            if (!isPaying)
            {
                Free();
                _pause = _nextPause;
                _nextPause = Math.Min(_nextPause * 2, LongestPause);
                return;
            }

            _nextPause = FirstPause;
        }

        if (groups > (1L << _bits) / LeastPlacesPerGroup)
        {
            Free();
            _pause = 0;
        }
    }

    /// <summary>Begins anew, for other keys.</summary>
    public void Reset()
    {
        Free();
        _rows = 0;
        _missed = 0;
        _pause = JudgedRows;
        _nextPause = FirstPause;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nint Find(nint* places, int shift, TKey* keys, nint count, uint epoch, nint* aggregates, int* misses, nint offset)
    {
        nint missed = 0;
        for (nint i = 0; i < count; i++)
        {
            GroupEntry<TKey>* entry = (GroupEntry<TKey>*)places[(nuint)(TKey.InlineHash(in keys[i]) >> shift)];
            aggregates[i] = (nint)entry + offset;
            misses[missed] = (int)i;
            missed += Unsafe.BitCast<bool, byte>((TKey.InlineDifference(in *(TKey*)entry, in keys[i]) | (entry->Stamp ^ epoch)) != 0);
        }

        return missed;
    }

    private void Free()
    {
        NativeMemory.Free(_places);
        _places = null;
    }
}
