using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Compiled.Formats;

/// <summary>
/// Places in the rows of a shape, each so many bytes from a quote of the row: starts and ends of values, starts of fixed bytes. With 512-bit vectors 32 of them are found at once.
/// </summary>
internal sealed unsafe class JsonPlaces
{
    private const int GroupSize = 32;

    /// <summary>Quotes that one permutation can choose from.</summary>
    private const int WindowSize = 64;

    private readonly JsonBuffer<ushort> _quotes = new();
    private readonly JsonBuffer<ushort> _distances = new();
    private readonly JsonBuffer<Group> _groups = new();

    /// <summary>Number of places, rounded up to whole groups once they are all added: the distance between rows' places.</summary>
    public int Count => _quotes.Count;

    public void Clear()
    {
        _quotes.Clear();
        _distances.Clear();
        _groups.Clear();
    }

    /// <summary>Appends a place.</summary>
    /// <param name="quote">Number of a quote in the row; the row's newline counts as one.</param>
    /// <param name="distance">Bytes from there.</param>
    public void Add(int quote, int distance)
    {
        _quotes.Add((ushort)quote);
        _distances.Add((ushort)distance);
    }

    /// <summary>Makes groups, after the last place.</summary>
    public void Seal()
    {
        while (_quotes.Count % GroupSize != 0)
        {
            Add(_quotes.Pointer[_quotes.Count - 1], 0);
        }

        for (int first = 0; first < _quotes.Count; first += GroupSize)
        {
            int low = int.MaxValue;
            int high = 0;
            for (int i = first; i < first + GroupSize; i++)
            {
                low = Math.Min(low, _quotes.Pointer[i]);
                high = Math.Max(high, _quotes.Pointer[i]);
            }

            // Numbers count from the window's first quote.
            _groups.Add(new Group { Window = low, IsNarrow = high - low < WindowSize });
            for (int i = first; i < first + GroupSize; i++)
            {
                _quotes.Pointer[i] -= (ushort)low;
            }
        }
    }

    /// <summary>Finds the places of a row.</summary>
    /// <param name="quotes">Positions of its quotes; 64 more may be read.</param>
    /// <param name="width">Vector width in bits.</param>
    /// <param name="places">Gets <see cref="Count"/> positions.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Find(in View view, ushort* quotes, int width, ushort* places)
    {
        ushort* numbers = view.Numbers;
        ushort* distances = view.Distances;
        for (Group* group = view.Groups; group < view.End; group++)
        {
            ushort* window = quotes + group->Window;
            if (width >= 512 && Avx512BW.IsSupported && group->IsNarrow)
            {
                Vector512<ushort> found = Avx512BW.PermuteVar32x16x2(Vector512.Load(window), Vector512.Load(numbers), Vector512.Load(window + GroupSize));
                (found + Vector512.Load(distances)).Store(places);
            }
            else
            {
                for (int j = 0; j < GroupSize; j++)
                {
                    places[j] = (ushort)(window[numbers[j]] + distances[j]);
                }
            }

            places += GroupSize;
            numbers += GroupSize;
            distances += GroupSize;
        }
    }

    /// <summary>The lists as pointers, good until the next change.</summary>
    public View Open() => new() { Numbers = _quotes.Pointer, Distances = _distances.Pointer, Groups = _groups.Pointer, End = _groups.Pointer + _groups.Count };

    /// <summary>The lists as pointers.</summary>
    public struct View
    {
        public ushort* Numbers;
        public ushort* Distances;
        public Group* Groups;
        public Group* End;
    }

    /// <summary>32 places.</summary>
    public struct Group
    {
        /// <summary>The quote from which numbers count.</summary>
        public int Window;

        /// <summary>Whether one permutation reaches them all.</summary>
        public bool IsNarrow;
    }
}
