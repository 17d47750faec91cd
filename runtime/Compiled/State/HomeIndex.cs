using System.Numerics;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>
/// One place a hash for the entry of a group: a row whose group is at home there and was touched in this epoch costs two loads and a comparison of bits;
/// every other row is left to the table. It remembers what the table has found and can be forgotten at any time. Not thread-safe.
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

    /// <summary>What to shift a hash (<see cref="IGroupKey{TKey}.HomeHash"/>) right by to get a place's number.</summary>
    public int Shift => 32 - _bits;

    /// <summary>The places: each points to an entry, an empty one to one with no group and another stamp than <paramref name="epoch"/>.</summary>
    public nint* Places(uint epoch)
    {
        _nobody->Stamp = epoch + 1;
        return _places;
    }

    /// <summary>Gives a group its place, unless another one has it that was touched in this epoch.</summary>
    public void Set(uint hash, GroupEntry<TKey>* entry, uint epoch)
    {
        nint* place = _places + (hash >> Shift);
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

    private void Free()
    {
        NativeMemory.Free(_places);
        _places = null;
    }
}
