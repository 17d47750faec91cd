using System.Text;
using Compiled.Formats.ByteScan;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>The start of a segment: byte-order mark and row of names.</content>
public sealed unsafe partial class CsvCursor
{
    /// <summary>Begins a segment: skips a byte-order mark and, if the format has one, reads the header and finds the needed columns in it.</summary>
    /// <returns>Bytes to skip, or -1 if the frame holds no whole header yet (never if it is final).</returns>
    /// <exception cref="PipelineException">CMP0902: a needed column is missing.</exception>
    public int BeginSegment(in Frame frame)
    {
        int skip = ByteOrderMark.Length(frame);
        if (skip < 0 || !_header)
        {
            return skip;
        }

        while (true)
        {
            int left = frame.Length - skip;
            int length = RowLength(new ReadOnlySpan<byte>(frame.Start + skip, left));
            if (length < 0 && !frame.IsFinal)
            {
                return -1;
            }

            int row = length < 0 ? left : length;
            int next = Math.Min(skip + row + 1, frame.Length);
            List<string> names = Names(new ReadOnlySpan<byte>(frame.Start + skip, row));
            if (names.Count > 0)
            {
                MapColumns(names, frame.Origin);
                return next;
            }

            skip = next;
            if (length < 0)
            {
                return skip; // No header, and no row either.
            }
        }
    }

    private void MapColumns(List<string> names, string origin)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            CsvColumn column = _columns[i];
            _ordinals[i] = names.IndexOf(column.Name);
            if (_ordinals[i] < 0 && column.IsRequired)
            {
                throw new PipelineException(
                    "CMP0902",
                    $"The header of {origin} has no column '{column.Name}'; it has {string.Join(", ", names)}. Rename the member with [Column(\"…\")], make it nullable, or state Header = false or another Delimiter.");
            }
        }

        _fieldCount = names.Count;
        MakeRoom();
    }

    /// <summary>The fields of the header; none if the line is blank.</summary>
    private List<string> Names(ReadOnlySpan<byte> row)
    {
        var names = new List<string>();
        if (row.EndsWith("\r"u8))
        {
            row = row[..^1];
        }

        if (row.IsEmpty)
        {
            return names;
        }

        int start = 0;
        bool inside = false;
        for (int i = 0; i <= row.Length; i++)
        {
            if (i == row.Length || (row[i] == _delimiter && !inside))
            {
                names.Add(Name(row[start..i]));
                start = i + 1;
            }
            else if (row[i] == (byte)'"')
            {
                inside = !inside;
            }
        }

        return names;
    }

    private static string Name(ReadOnlySpan<byte> field)
    {
        bool quoted = field.Length >= 2 && field[0] == (byte)'"' && field[^1] == (byte)'"';
        string name = Encoding.UTF8.GetString(quoted ? field[1..^1] : field);
        return quoted ? name.Replace("\"\"", "\"", StringComparison.Ordinal) : name;
    }
}
