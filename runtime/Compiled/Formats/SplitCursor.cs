using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Formats.ByteScan;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Reads lines of text as the parts that <c>line.Split(separator)</c> gives, where no query asks for the lines themselves: one scan for separators and line feeds together
/// finds all parts of a block (0.3 ns a part, against 3 for lines first and then each line's parts). What generated decoders call; not thread-safe.
/// </summary>
/// <remarks>
/// Lines are those of <see cref="TextCursor"/>: LF ends a line, with the CR before it; an empty line has one empty part; a line that is not UTF-8 is malformed and has none.
/// A line's parts may be spread over several batches, but none is taken before all of the line was seen and found valid.
/// </remarks>
public sealed unsafe class SplitCursor
{
    private const int BlockBytes = 16 * 1024;
    private readonly int _batchRows;
    private readonly MalformedRows _malformed;
    private readonly byte _separator;
    private readonly bool _skipEmpty;
    private readonly int _vectorBits = VectorWidth.Bits;
    private readonly uint[] _positions = GC.AllocateUninitializedArray<uint>(BlockBytes + (4 * SeparatorScan.Step), pinned: true);

    // Bytes of the frame that are whole lines; lines before _lineByLineTo are looked at one by one.
    private int _wholeLines;
    private int _lineByLineTo;
    private bool _frameIsDone = true;

    // Parts of the block that were found and not yet delivered: between positions _nextPart and _partsEnd, relative to _origin.
    private byte* _origin;
    private int _nextPart;
    private int _partsEnd;
    private bool _blockHasReturns;

    // What is left of a line that is split by itself.
    private byte* _rest;
    private byte* _restEnd;

    /// <summary>A cursor for one input.</summary>
    /// <param name="separator">Where lines are split: an ASCII character that is no line break.</param>
    /// <param name="skipEmpty">Whether empty parts are left out.</param>
    /// <param name="batchRows">Capacity of the column.</param>
    /// <param name="malformed">Where lines that are not UTF-8 are reported.</param>
    /// <exception cref="ArgumentOutOfRangeException">The separator is not ASCII, or a line break.</exception>
    public SplitCursor(char separator, bool skipEmpty, int batchRows, MalformedRows malformed)
    {
        if (separator is > (char)127 or '\n' or '\r')
        {
            throw new ArgumentOutOfRangeException(nameof(separator), "A separator is an ASCII character other than a line break.");
        }

        _separator = (byte)separator;
        _skipEmpty = skipEmpty;
        _batchRows = batchRows;
        _malformed = malformed;
        _positions[0] = 0;
    }

    /// <summary>Lines that the last call of <see cref="Read"/> came to, malformed ones left out.</summary>
    public int Lines { get; private set; }

    /// <summary>Begins a segment: skips a byte-order mark.</summary>
    /// <returns>Bytes to skip, or -1 if the frame is too short to tell.</returns>
    public int BeginSegment(in Frame frame) => ByteOrderMark.Length(frame);

    /// <summary>Reads parts up to the capacity. Call it with one frame, from its start, until there are no more.</summary>
    /// <param name="position">First byte to look at, relative to the frame; moved behind the last line that was come to.</param>
    /// <param name="parts">Where the texts go.</param>
    /// <returns>Number of parts; 0 if no whole line is left.</returns>
    public int Read(in Frame frame, ref int position, Column<Utf8Slice> parts) => Read<Utf8Slice, SliceForm>(in frame, ref position, parts);

    /// <summary>Reads parts up to the capacity, in another form than slices.</summary>
    /// <typeparam name="T">Element type of the column.</typeparam>
    /// <typeparam name="TForm">What is made of a text.</typeparam>
    /// <inheritdoc cref="Read(in Frame, ref int, Column{Utf8Slice})"/>
    public int Read<T, TForm>(in Frame frame, ref int position, Column<T> parts)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        if (position == 0 || _frameIsDone)
        {
            _frameIsDone = false;
            _wholeLines = frame.IsFinal ? frame.Length : frame.Span.LastIndexOf((byte)'\n') + 1;
            _lineByLineTo = 0;
            _nextPart = _partsEnd = 0;
            _rest = null;
        }

        Lines = 0;
        int count = 0;
        while (count < _batchRows)
        {
            if (_rest != null)
            {
                count += SplitRest<T, TForm>(parts.Pointer + count, _batchRows - count);
            }
            else if (_nextPart < _partsEnd)
            {
                count += TakeParts<T, TForm>(parts.Pointer + count, _batchRows - count);
            }
            else if (position >= _wholeLines)
            {
                break;
            }
            else if (position < _lineByLineTo || !FindParts(in frame, ref position))
            {
                BeginLine(in frame, ref position);
            }
        }

        _frameIsDone = count == 0;
        return count;
    }

    /// <summary>Scans for the parts of the next lines.</summary>
    /// <returns>False if lines must be looked at one by one: the last one, without a line feed; one with very many parts; some that are not UTF-8.</returns>
    private bool FindParts(in Frame frame, ref int position)
    {
        byte* start = frame.Start + position;
        uint* positions = (uint*)Unsafe.AsPointer(ref _positions[0]);
        var scan = new SeparatorScan
        {
            Start = start,
            Length = _wholeLines - position,
            SoftLimit = BlockBytes,
            MaxNewlines = int.MaxValue,
            Positions = positions + 1,
            Capacity = _positions.Length - 2,
            Delimiter = _separator,
        };
        SeparatorScan.Run(ref scan, _vectorBits);
        if (scan.Newlines == 0)
        {
            return false;
        }

        // Parts of a line that was not seen to its end are found again with the next block.
        int last = scan.Count;
        while (start[positions[last] - 1] != (byte)'\n')
        {
            last--;
        }

        int length = (int)positions[last];
        if (scan.NonAscii && !Utf8Validation.IsValid(start, length))
        {
            _lineByLineTo = position + length;
            return false;
        }

        _origin = start - 1;
        _nextPart = 0;
        _partsEnd = last;
        _blockHasReturns = scan.AnyReturn;
        Lines += scan.Newlines;
        position += length;
        return true;
    }

    private int TakeParts<T, TForm>(T* parts, int room)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        int taken = Math.Min(room, _partsEnd - _nextPart);
        uint* bounds = (uint*)Unsafe.AsPointer(ref _positions[0]) + _nextPart;
        _nextPart += taken;
        if (!_blockHasReturns && !_skipEmpty)
        {
            TForm.SetAll(_origin + 1, bounds, taken, parts);
            return taken;
        }

        return !_blockHasReturns
            ? SliceFilled<T, TForm>(_origin, bounds, taken, parts)
            : SliceWithReturns<T, TForm>(_origin, bounds, taken, parts, _skipEmpty);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static int SliceFilled<T, TForm>(byte* origin, uint* bounds, int count, T* parts)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        byte* text = origin + 1;
        uint start = bounds[0];
        T* next = parts;
        for (nint i = 0; i < count; i++)
        {
            uint end = bounds[i + 1];
            int length = (int)(end - start) - 1;
            TForm.Set(out *next, new Utf8Slice(text + start, length));
            next += length != 0 ? 1 : 0;
            start = end;
        }

        return (int)(next - parts);
    }

    private static int SliceWithReturns<T, TForm>(byte* origin, uint* bounds, int count, T* parts, bool skipEmpty)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        uint start = bounds[0];
        T* next = parts;
        for (nint i = 0; i < count; i++)
        {
            uint end = bounds[i + 1];
            int length = (int)(end - start) - 1;
            length -= length > 0 && origin[end] == (byte)'\n' && origin[end - 1] == (byte)'\r' ? 1 : 0;
            TForm.Set(out *next, new Utf8Slice(origin + start + 1, length));
            next += length == 0 && skipEmpty ? 0 : 1;
            start = end;
        }

        return (int)(next - parts);
    }

    /// <summary>Finds the end of one line, which is to be split by itself unless it is malformed.</summary>
    private void BeginLine(in Frame frame, ref int position)
    {
        byte* line = frame.Start + position;
        var rest = new ReadOnlySpan<byte>(line, _wholeLines - position);
        int newline = rest.IndexOf((byte)'\n');
        int length = newline < 0 ? rest.Length : newline;
        position += newline < 0 ? length : length + 1;
        length -= length > 0 && line[length - 1] == (byte)'\r' ? 1 : 0;
        if (!Utf8Validation.IsValid(line, length))
        {
            _malformed.Report(frame, (int)(line - frame.Start), length, "the line must be valid UTF-8");
            return;
        }

        Lines++;
        _rest = line;
        _restEnd = line + length;
    }

    private int SplitRest<T, TForm>(T* parts, int room)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        int count = 0;
        while (_rest != null && count < room)
        {
            int left = (int)(_restEnd - _rest);
            int end = new ReadOnlySpan<byte>(_rest, left).IndexOf(_separator);
            int length = end < 0 ? left : end;
            TForm.Set(out parts[count], new Utf8Slice(_rest, length));
            count += length == 0 && _skipEmpty ? 0 : 1;
            _rest = end < 0 ? null : _rest + end + 1;
        }

        return count;
    }

    private readonly struct SliceForm : ITextForm<Utf8Slice>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Set(out Utf8Slice value, Utf8Slice text) => value = text;

        [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
        public static void SetAll(byte* start, uint* bounds, int count, Utf8Slice* values)
        {
            for (nint i = 0; i < count; i++)
            {
                values[i] = new Utf8Slice(start + bounds[i], (int)(bounds[i + 1] - bounds[i]) - 1);
            }
        }
    }
}
