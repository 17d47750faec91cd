using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Memory;

/// <summary>
/// The parts of a slice between occurrences of an ASCII character: what the compiler makes of <c>SelectMany(line => line.Split(' '))</c>.
/// Finds separators 64 bytes at a time and walks the bits; 64 bytes behind a slice are readable, so there is no tail.
/// </summary>
public readonly ref struct SliceSplit
{
    private readonly Utf8Slice _text;
    private readonly byte _separator;
    private readonly bool _skipEmpty;

    /// <summary>Splits <paramref name="text"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The separator is not ASCII, or the options trim.</exception>
    public SliceSplit(Utf8Slice text, char separator, StringSplitOptions options = StringSplitOptions.None)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(separator, (char)127);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)options, (int)StringSplitOptions.RemoveEmptyEntries);
        _text = text;
        _separator = (byte)separator;
        _skipEmpty = options == StringSplitOptions.RemoveEmptyEntries;
    }

    /// <summary>Walks the parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Enumerator GetEnumerator() => new(_text, _separator, _skipEmpty);

    /// <summary>Walks the parts in order.</summary>
    public unsafe ref struct Enumerator
    {
        private readonly byte* _text;
        private readonly int _length;
        private readonly byte _separator;
        private readonly bool _skipEmpty;
        private ulong _found;
        private int _block;
        private int _start;
        private int _end;

        internal Enumerator(Utf8Slice text, byte separator, bool skipEmpty)
        {
            _text = text.Pointer;
            _length = text.Length;
            _separator = separator;
            _skipEmpty = skipEmpty;
            _block = 0;
            _start = 0;
            _end = -1;
            _found = Separators(0);
        }

        /// <summary>The part reached.</summary>
        public readonly Utf8Slice Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => new(_text + _start, _end - _start);
        }

        /// <summary>Goes to the next part; false after the last.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            do
            {
                if (_end >= _length)
                {
                    return false;
                }

                _start = _end + 1;
                while (_found == 0)
                {
                    _block += 64;
                    if (_block >= _length)
                    {
                        _end = _length;
                        return !(_skipEmpty && _end == _start);
                    }

                    _found = Separators(_block);
                }

                _end = _block + BitOperations.TrailingZeroCount(_found);
                _found &= _found - 1;
            }
            while (_skipEmpty && _end == _start);
            return true;
        }

        // Bits of separators in the 64 bytes at block, those behind the text left out.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly ulong Separators(int block)
        {
            if (_length == 0)
            {
                return 0;
            }

            ulong found = Vector512.Equals(Vector512.Load(_text + block), Vector512.Create(_separator)).ExtractMostSignificantBits();
            int rest = _length - block;
            return rest >= 64 ? found : found & ((1ul << rest) - 1);
        }
    }
}
