using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Rows in memory that is readable as a frame's is, and what a <see cref="JsonWalker"/> says of them.</summary>
internal sealed unsafe class JsonWalkRows : IDisposable
{
    private readonly JsonMembers _members;
    private readonly ColumnArena _arena = new();
    private readonly JsonIndex _index = new(512);
    private readonly byte* _block;
    private readonly ushort* _expected;
    private readonly uint* _places;
    private readonly Dictionary<int, (uint, uint, uint)> _found = [];
    private int _length;

    public JsonWalkRows(JsonMembers members)
    {
        _members = members;
        _block = _arena.Allocate<byte>((128 * 1024) + (2 * Frame.Padding)).Pointer + Frame.Padding;
        _expected = _arena.Allocate<ushort>(64 * 1024).Pointer;
        _places = _arena.Allocate<uint>(64 * 1024).Pointer;
    }

    /// <summary>The shape of rows, the first of which is learned and all of which are observed.</summary>
    public JsonShape Learn(IEnumerable<string> rows)
    {
        var shape = new JsonShape();
        foreach (string row in rows)
        {
            if (!shape.IsKnown)
            {
                Put(row + "\n");
                var layout = new JsonLayout();
                _index.Scan(_block, _length, endsRow: false);
                Assert.True(JsonShapeLearner.TryLearn(_members, _block, 0, _index.Positions, _index.NewlineOf(0), layout, mayRefuse: true));
                Assert.True(shape.Set(layout));
                shape.Outline(layout, _block, _block + _length - 1);
                shape.IsKnown = true;
            }

            Observe(shape, row);
        }

        return shape;
    }

    public void Observe(JsonShape shape, string row)
    {
        Put(row + "\n");
        shape.Observe(_block, _block + _length - 1);
    }

    /// <summary>Walks rows, and those that are not told where they begin are passed over up to their newline.</summary>
    /// <param name="isFresh">Whether memory is asked for ahead.</param>
    /// <returns>Where the rows that are told begin and end.</returns>
    public List<(int Start, int End)> Tell(JsonShape shape, IEnumerable<string> rows, bool isFresh = false)
    {
        // What comes after the rows that matter is like them: the last rows of a frame are not walked.
        string tail = string.Concat(Enumerable.Repeat(rows.First() + "\n", 8));
        Put(string.Concat(rows.Select(row => row + "\n")));
        int end = _length;
        Put(string.Concat(rows.Select(row => row + "\n")) + tail);
        using var walker = new JsonWalker();
        var told = new List<(int, int)>();
        _found.Clear();
        for (int position = 0; position < end;)
        {
            // Anew for each block: pauses are not what is tested here.
            walker.Shape = null;
            walker.Shape = shape;
            if (!walker.Begin(_block + position, _length - position, isFresh))
            {
                position += new ReadOnlySpan<byte>(_block + position, _length - position).IndexOf((byte)'\n') + 1;
                continue;
            }

            int first = position;
            while (walker.HasRows)
            {
                int row = walker.Next;
                int count = walker.Told(JsonIndex.BlockBytes, out int others);
                int stride = walker.Place(row, count, _places);
                for (int i = 0; i < count && first + walker.Start(row + i) < end; i++)
                {
                    int start = first + walker.Start(row + i);
                    uint shift = (uint)walker.Start(row + i) * 0x10001;
                    told.Add((start, first + walker.Start(row + i + 1)));
                    _found[start] = (_places[i] - shift, _places[stride + i] - shift, _places[(2 * stride) + i] - shift);
                }

                walker.Take(count + others);
                position = first + walker.Start(walker.Next);
            }
        }

        return told;
    }

    /// <summary>Checks that a row told by the last <see cref="Tell"/> is of the shape, its values where the shape finds them.</summary>
    public void CheckPlaces(JsonShape shape, int start, int end)
    {
        byte* row = _block + start;
        Assert.Equal(end - start, _index.Scan(row, end - start, endsRow: false));
        Assert.Equal(end - start - 1, new ReadOnlySpan<byte>(row, end - start).IndexOf((byte)'\n'));
        Assert.Equal(1, shape.Match(row, 0, end - start, _index.Positions, _index.Positions + _index.Count, 1, 128, _expected));
        uint* expected = (uint*)_expected;
        Assert.Equal((expected[0], expected[1], expected[2]), _found[start]);
    }

    public void Dispose()
    {
        _index.Dispose();
        _arena.Dispose();
    }

    private void Put(string text) => _length = Encoding.UTF8.GetBytes(text, new Span<byte>(_block, 128 * 1024));
}
