using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Rows in memory that is readable as a frame's is, with their index.</summary>
/// <param name="members">The needed members.</param>
/// <param name="width">Vector width in bits.</param>
/// <param name="record">The slot that is a record, whose own value is not told; -1 if there is none.</param>
internal sealed unsafe class JsonFreeRowsInput(JsonMembers members, int width, int record = -1) : IDisposable
{
    private readonly ColumnArena _arena = new();
    private readonly JsonIndex _index = new(0);
    private readonly JsonFreeRows _rows = JsonFreeRows.TryMake(members, width)!;

    public void Accept(string row)
    {
        using var bytes = new PaddedText(Encoding.UTF8.GetBytes(row), (byte)'"');
        int end = _index.Scan(bytes.Pointer, bytes.Length, endsRow: true);
        _rows.Accept(bytes.Pointer, 0, end, _index.Positions, _index.Positions + _index.Count, _arena.Allocate<uint>(100).Pointer);
    }

    /// <summary>The needed values of the first rows that are taken together; a dash for one that is not there.</summary>
    public List<string> Tell(string text)
    {
        using var bytes = new PaddedText(Encoding.UTF8.GetBytes(text), (byte)'"');
        int end = Begin(bytes, bytes.Length);
        ushort* quotes = _index.Positions;
        return Next(bytes, end, 0, ref quotes, 100, out _);
    }

    /// <summary>The same of all rows, a line for those that are taken together, with where each ends; a row that is not taken is passed over.</summary>
    public List<string> TellAll(string text, int limit)
    {
        // Behind the rows lies another one, which belongs to the next block.
        byte[] rows = Encoding.UTF8.GetBytes(text);
        using var bytes = new PaddedText([.. rows, .. text.EndsWith('\n') ? "{\"a\":1,\"b\":\"x\"}\n"u8 : ""u8], (byte)'"');
        int end = Begin(bytes, rows.Length);
        ushort* quotes = _index.Positions;
        var runs = new List<string>();
        for (int row = 0; row < end;)
        {
            List<string> told = Next(bytes, end, row, ref quotes, limit, out ushort[] newlines);
            runs.Add(string.Join(' ', told.Zip(newlines, (values, newline) => $"{values}@{newline}")));
            if (told.Count == 0)
            {
                int newline = _index.NewlineOf(row);
                quotes = _index.Positions + newline + 1;
                row = _index.Positions[newline] + 1;
            }
            else
            {
                Assert.Equal(newlines[^1], quotes[-1]);
                row = newlines[^1] + 1;
            }
        }

        return runs;
    }

    private int Begin(PaddedText bytes, int length)
    {
        _rows.Forget();
        return _index.Scan(bytes.Pointer, length, endsRow: true);
    }

    private List<string> Next(PaddedText bytes, int end, int from, ref ushort* quotes, int limit, out ushort[] newlines)
    {
        uint* places = _arena.Allocate<uint>((100 * _rows.PlaceCount) + 16).Pointer;
        Column<ushort> ends = _arena.Allocate<ushort>(100);
        int count = _rows.Match(bytes.Pointer, from, end, ref quotes, _index.Positions + _index.Count, limit, places, ends.Pointer);
        newlines = new ReadOnlySpan<ushort>(ends.Pointer, count).ToArray();
        var told = new List<string>();
        for (int row = 0; row < count; row++)
        {
            var values = new List<string>();
            for (int slot = 0; slot < _rows.PlaceCount - 1; slot++)
            {
                uint place = places[(row * _rows.PlaceCount) + 1 + slot];
                JsonSlotKind kind = _rows.Slots[slot].Kind;
                if (slot != record)
                {
                    values.Add(kind is JsonSlotKind.Text or JsonSlotKind.Bare ? Encoding.UTF8.GetString(bytes.Pointer + (ushort)place, (int)(place >> 16) - (ushort)place) : "-");
                }
            }

            told.Add(string.Join('|', values));
        }

        return told;
    }

    public void Dispose()
    {
        _index.Dispose();
        _arena.Dispose();
    }
}
