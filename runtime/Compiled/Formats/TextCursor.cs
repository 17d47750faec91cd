using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Formats.ByteScan;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>Reads lines of text. LF ends a line, with the CR before it; an empty line is a row. What generated decoders call; not thread-safe.</summary>
public sealed unsafe class TextCursor
{
    private const int BlockBytes = 32 * 1024;
    private readonly int _batchRows;
    private readonly MalformedRows _malformed;
    private readonly int _vectorBits = VectorWidth.Bits;
    private readonly uint[] _positions;

    /// <summary>A cursor for one input.</summary>
    /// <param name="batchRows">Capacity of the column.</param>
    /// <param name="malformed">Where lines that are not UTF-8 are reported.</param>
    public TextCursor(int batchRows, MalformedRows malformed)
    {
        _batchRows = batchRows;
        _malformed = malformed;
        _positions = GC.AllocateUninitializedArray<uint>(Math.Min(batchRows, BlockBytes) + (4 * SeparatorScan.Step), pinned: true);
        _positions[0] = 0;
    }

    /// <summary>Begins a segment: skips a byte-order mark.</summary>
    /// <returns>Bytes to skip, or -1 if the frame is too short to tell.</returns>
    public int BeginSegment(in Frame frame) => ByteOrderMark.Length(frame);

    /// <summary>Reads lines up to the capacity.</summary>
    /// <param name="position">First byte to look at, relative to the frame; moved behind the last line taken.</param>
    /// <param name="lines">Where the texts go.</param>
    /// <returns>Number of lines; 0 if no whole line is left.</returns>
    public int Read(in Frame frame, ref int position, Column<Utf8Slice> lines)
    {
        int rows = 0;
        while (rows < _batchRows && FindLines(frame, position, _batchRows - rows, out int found, out bool nonAscii))
        {
            byte* start = frame.Start + position;
            fixed (uint* positions = _positions)
            {
                int end = (int)positions[found];
                Slice(start - 1, positions, found, lines.Pointer + rows);
                bool valid = !nonAscii || Utf8Validation.IsValid(start, Math.Min(end, frame.Length - position));
                rows += valid ? found : KeepValid(frame, lines.Pointer + rows, found);
                position = Math.Min(position + end, frame.Length);
            }
        }

        return rows;
    }

    /// <summary>Reads lines up to the capacity, for a row type that may be null; a line never is.</summary>
    /// <param name="position">First byte to look at, relative to the frame; moved behind the last line taken.</param>
    /// <param name="lines">Where the texts go.</param>
    /// <param name="hasValue">Set to true for each.</param>
    /// <returns>Number of lines; 0 if no whole line is left.</returns>
    public int Read(in Frame frame, ref int position, Column<Utf8Slice> lines, Column<bool> hasValue)
    {
        int rows = Read(in frame, ref position, lines);
        hasValue.AsSpan(rows).Fill(true);
        return rows;
    }

    /// <summary>Counts lines up to the capacity, without looking into them.</summary>
    /// <param name="position">First byte to look at, relative to the frame; moved behind the last line counted.</param>
    /// <returns>Number of lines; 0 if no whole line is left.</returns>
    public int Skip(in Frame frame, ref int position)
    {
        int rows = 0;
        while (rows < _batchRows && FindLines(frame, position, _batchRows - rows, out int found, out _))
        {
            rows += found;
            position = (int)Math.Min((long)position + _positions[found], frame.Length);
        }

        return rows;
    }

    private bool FindLines(in Frame frame, int position, int most, out int found, out bool nonAscii)
    {
        int left = frame.Length - position;
        if (left <= 0)
        {
            found = 0;
            nonAscii = false;
            return false;
        }

        fixed (uint* positions = _positions)
        {
            var scan = new SeparatorScan
            {
                Start = frame.Start + position,
                Length = left,
                SoftLimit = BlockBytes,
                MaxNewlines = most,
                Positions = positions + 1,
                Capacity = _positions.Length - 2,
                Delimiter = (byte)'\n',
            };
            SeparatorScan.Run(ref scan, _vectorBits);
            found = Math.Min(scan.Newlines, most);
            nonAscii = scan.NonAscii;
            if (found == 0 && frame.IsFinal)
            {
                positions[1] = (uint)left + 1; // The end of the input ends the last line.
                found = 1;
            }

            return found > 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Slice(byte* origin, uint* positions, int count, Utf8Slice* lines)
    {
        uint start = 0;
        for (int i = 0; i < count; i++)
        {
            uint end = positions[i + 1];
            int length = (int)(end - start) - 1;
            length -= length > 0 && origin[end - 1] == (byte)'\r' ? 1 : 0;
            lines[i] = new Utf8Slice(origin + start + 1, length);
            start = end;
        }
    }

    private int KeepValid(in Frame frame, Utf8Slice* lines, int count)
    {
        int kept = 0;
        for (int i = 0; i < count; i++)
        {
            Utf8Slice line = lines[i];
            if (Utf8Validation.IsValid(line.Pointer, line.Length))
            {
                lines[kept++] = line;
            }
            else
            {
                _malformed.Report(frame, (int)(line.Pointer - frame.Start), line.Length, "the line must be valid UTF-8");
            }
        }

        return kept;
    }
}
