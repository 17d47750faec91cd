using System.Text;
using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>Malformed rows of one block: noted while its columns are read, then reported in order of position and taken out of the columns.</summary>
internal sealed unsafe class BadRows
{
    private const int ShownBytes = 40;
    private readonly List<BadRow> _rows = [];
    private ulong[] _dropped = [];

    public bool Any => _rows.Count > 0;

    public void Clear() => _rows.Clear();

    /// <summary>Notes a row. The first fault noted of a row is the one that is told.</summary>
    /// <param name="start">Its first byte, relative to the frame.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="row">Its number in the block, or -1 if it is not among the rows of the block.</param>
    public void Add(int start, int length, int row, string reason) => _rows.Add(new BadRow(start, length, row, reason));

    /// <summary>Reports all noted rows.</summary>
    /// <returns>How many of the block's rows are to be dropped.</returns>
    public int Report(MalformedRows malformed, in Frame frame, int blockRows)
    {
        // Stable: of several faults in one row the first column's comes first.
        BadRow[] inOrder = [.. _rows.OrderBy(b => b.Start)];
        _rows.Clear();
        _dropped = new ulong[(blockRows + 63) / 64];
        int dropped = 0;
        int last = -1;
        foreach (BadRow bad in inOrder)
        {
            if (bad.Start == last)
            {
                continue;
            }

            last = bad.Start;
            if (bad.Row >= 0)
            {
                _dropped[bad.Row >> 6] |= 1UL << bad.Row;
                dropped++;
            }

            malformed.Report(frame, bad.Start, bad.Length, bad.Reason);
        }

        return dropped;
    }

    /// <summary>Marks the noted rows as rows to keep.</summary>
    public void KeepIn(Span<bool> keeps)
    {
        foreach (BadRow bad in _rows.Where(b => b.Row >= 0))
        {
            keeps[bad.Row] = true;
        }
    }

    /// <summary>Gives the noted rows the numbers that they have when only the rows to keep are counted.</summary>
    public void Renumber(ReadOnlySpan<bool> keeps)
    {
        for (int i = 0; i < _rows.Count; i++)
        {
            if (_rows[i].Row is >= 0 and var row)
            {
                _rows[i] = _rows[i] with { Row = keeps[..row].Count(true) };
            }
        }
    }

    /// <summary>Moves the rows that stay to the front.</summary>
    public void Drop<T>(T* rows, int blockRows)
        where T : unmanaged
    {
        int kept = 0;
        for (int r = 0; r < blockRows; r++)
        {
            rows[kept] = rows[r];
            kept += ((_dropped[r >> 6] >> r) & 1) == 0 ? 1 : 0;
        }
    }

    /// <summary>What a message says of a field.</summary>
    public static string Found(byte* field, int length) =>
        length <= 0 ? "is empty" : $"is '{Encoding.UTF8.GetString(field, Math.Min(length, ShownBytes))}{(length > ShownBytes ? "…" : "")}'";

    private readonly record struct BadRow(int Start, int Length, int Row, string Reason);
}
