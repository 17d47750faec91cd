using System.Collections;
using System.Numerics;

namespace Compiled.Sinks;

/// <summary>Many rows as one list, in the arrays into which they came: each of them twice as large as the one before up to a greatest size, which all others have.</summary>
internal sealed class RowBlocks<T>(T[][] blocks, int count) : IReadOnlyList<T>
{
    /// <summary>Rows of the first array.</summary>
    public const int LeastRows = 1 << LeastBits;

    /// <summary>Most rows of an array.</summary>
    public const int MostRows = 1 << MostBits;

    private const int LeastBits = 10;
    private const int MostBits = 19;

    public int Count => count;

    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);

            // As if one more array, as large as the first, lay before it: then each of those that double begins at the power of two that is its size.
            int place = index + LeastRows;
            int bits = BitOperations.Log2((uint)place);
            return bits < MostBits
                ? blocks[bits - LeastBits][place - (1 << bits)]
                : blocks[MostBits - LeastBits - 1 + (place >> MostBits)][place & (MostRows - 1)];
        }
    }

    /// <summary>Rows of the array at an index.</summary>
    public static int RowsOf(int block) => 1 << Math.Min(LeastBits + block, MostBits);

    public IEnumerator<T> GetEnumerator() => new Enumerator(blocks, count);

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // By hand, since for many rows what an iterator does between two of them counts.
    private sealed class Enumerator(T[][] blocks, int count) : IEnumerator<T>
    {
        private T[] _block = [];
        private int _at = -1;
        private int _end;
        private int _next;
        private int _left = count;

        public T Current => _block[_at];

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            int at = _at + 1;
            if (at < _end)
            {
                _at = at;
                return true;
            }

            return MoveToBlock();
        }

        public void Reset() => throw new NotSupportedException("Ask for another enumerator.");

        public void Dispose()
        {
        }

        private bool MoveToBlock()
        {
            _at = 0;
            _end = 0;
            if (_left == 0)
            {
                _block = [];
                return false;
            }

            _block = blocks[_next++];
            _end = Math.Min(_block.Length, _left);
            _left -= _end;
            return true;
        }
    }
}
