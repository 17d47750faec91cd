using System.Runtime.CompilerServices;
using Compiled.Execution;
using Compiled.Formats.ByteScan;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// Reads CSV (RFC 4180) a block of rows at a time: finds all separators of the block with one vector scan, checks that each row has its number of fields, and then converts
/// column by column. What generated decoders call; not thread-safe.
/// </summary>
/// <remarks>
/// A line feed outside quotes ends a row, with the carriage return before it. Blank lines are skipped. A field in quotes may hold delimiters, line breaks and
/// doubled quotes. Empty is null; <c>""</c> is an empty text. A row with another number of fields than the header, or with a needed field that cannot be converted, is malformed.
/// Fields that no query reads are neither converted nor checked.
/// </remarks>
public sealed unsafe partial class CsvCursor
{
    private const int BlockBytes = 16 * 1024;
    private const int MaxBlockBytes = 256 * 1024;
    private const int FewRows = 64;
    private readonly CsvColumn[] _columns;
    private readonly int[] _ordinals;
    private readonly byte _delimiter;
    private readonly bool _header;
    private readonly MalformedRows _malformed;
    private readonly int _batchRows;
    private readonly int _vectorBits = VectorWidth.Bits;
    private readonly ScratchText _scratch = new();
    private readonly DigitStage? _digits;
    private readonly int[] _scales;
    private int _fieldCount;
    private bool _readsLast;
    private uint[] _positions = [];
    private uint[] _bounds = [];
    private int _blockBytes = BlockBytes;

    // The current block: row r begins with the separator _fields[r * _stride], relative to _base.
    private byte* _base;
    private uint* _fields;
    private int _stride;
    private int _blockRows;
    private bool _blockHasQuotes;
    private bool _blockHasReturns;
    private bool _blockAllReturns;
    private bool _blockNeedsUtf8Checks;
    private Frame _frame;

    /// <summary>A cursor for one input.</summary>
    /// <param name="columns">The needed columns.</param>
    /// <param name="members">Number of members of the row type: fields a row if there is no header.</param>
    /// <param name="delimiter">The separator of fields, an ASCII character.</param>
    /// <param name="header">Whether each segment begins with a row of names.</param>
    /// <param name="batchRows">Capacity of the columns.</param>
    /// <param name="malformed">Where malformed rows are reported.</param>
    public CsvCursor(CsvColumn[] columns, int members, char delimiter, bool header, int batchRows, MalformedRows malformed)
    {
        if (delimiter is > (char)127 or '\n' or '\r' or '"')
        {
            throw new ArgumentOutOfRangeException(nameof(delimiter), "A delimiter is an ASCII character other than a line break and the double quote.");
        }

        _columns = columns;
        _ordinals = new int[columns.Length];
        _scales = new int[columns.Length];
        Array.Fill(_scales, -1);
        _delimiter = (byte)delimiter;
        _header = header;
        _batchRows = batchRows;
        _malformed = malformed;
        _fieldCount = members;
        _digits = _vectorBits == 512 && DigitKernels512.IsSupported ? new DigitStage() : null;
        _lanes = _digits is not null && CsvCut512.IsSupported && SeparatorScan512.Takes(_delimiter) ? new CsvLanes(columns.Length) : null;
        for (int i = 0; i < columns.Length; i++)
        {
            _ordinals[i] = columns[i].Index;
        }

        MakeRoom();
    }

    /// <summary>Rows of the batch so far.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a batch of rows: forgets the last one and its unescaped texts.</summary>
    public void BeginBatch(in Frame frame)
    {
        _frame = frame;
        Count = 0;
        _blockRows = 0;
        _droppedRows = 0;
        _badRows.Clear();
        _scratch.Clear();
    }

    /// <summary>
    /// Counts the rows of the last block and finds the next ones. Then each column is read, and if <see cref="HasMalformed"/>, dropped rows are taken out.
    /// </summary>
    /// <param name="position">First byte to look at, relative to the frame; moved behind the block.</param>
    /// <returns>False if the batch is full or no whole row is left.</returns>
    public bool NextBlock(ref int position)
    {
        int lastRows = _blockRows;
        Count += lastRows - _droppedRows;
        _blockRows = 0;
        _droppedRows = 0;

        // A block that would be cut short by the end of the batch is left to the next batch, else its scan is done twice.
        while (Count == 0 || _batchRows - Count >= lastRows)
        {
            if (Count == _batchRows || !FindRows(ref position))
            {
                return false;
            }

            if (_blockRows > 0 || _badRows.Any)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Scans for the next rows; false if there is no whole one. Blank lines may be all it finds.</summary>
    private bool FindRows(ref int position)
    {
        int left = _frame.Length - position;
        if (left <= 0)
        {
            return false;
        }

        _positions[0] = 0;
        _isShort = false;
        if (MayBeShort && FindShortRows(ref position))
        {
            return true;
        }

        byte* start = _frame.Start + position;
        uint* positions = (uint*)Unsafe.AsPointer(ref _positions[0]);
        _base = start - 1;
        var scan = new SeparatorScan
        {
            Start = start,
            Length = left,
            SoftLimit = _blockBytes,
            MaxNewlines = _batchRows - Count,
            Positions = positions + 1,
            Capacity = _positions.Length - 2,
            Delimiter = _delimiter,
            Quotes = true,
            ExpectQuotes = _blockHasQuotes,
        };
        SeparatorScan.Run(ref scan, _vectorBits);
        int rows = Math.Min(scan.Newlines, _batchRows - Count);
        if (rows == 0)
        {
            return FindLastRow(ref scan, ref position);
        }

        _blockBytes = rows < FewRows && scan.Scanned >= _blockBytes ? Math.Min(_blockBytes * 2, MaxBlockBytes) : _blockBytes;
        _blockHasQuotes = scan.AnyQuote;
        int end = IsRegular(in scan) ? TakeRegular(positions, rows) : TakeIrregular(positions, rows);
        CheckUtf8(scan.NonAscii, start, end);
        position += end;
        return true;
    }

    /// <summary>Whether every field of every row is followed by its separator and the line feeds stand where they must: then positions need no walk.</summary>
    /// <remarks>It asks for all line feeds found, not only those of the rows that are taken: if each of them ends a row of the right size, there is none within a row.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private bool IsRegular(in SeparatorScan scan)
    {
        if (_fieldCount < 2 || (long)scan.Newlines * _fieldCount > scan.Count)
        {
            return false;
        }

        byte* text = _base;
        nint stride = _fieldCount;
        uint wrong = 0;
        uint* last = scan.Positions - 1;
        for (uint* end = last + (scan.Newlines * stride); last < end;)
        {
            last += stride;
            wrong |= (uint)text[*last] ^ '\n';
        }

        return wrong == 0;
    }

    private int TakeRegular(uint* positions, int rows)
    {
        _fields = positions;
        _stride = _fieldCount;
        _blockRows = rows;
        FindReturns();
        return (int)positions[(long)rows * _fieldCount];
    }

    /// <summary>Looks for carriage returns at the ends of rows; only a query that reads the last field cares.</summary>
    private void FindReturns()
    {
        _blockHasReturns = false;
        _blockAllReturns = true;
        if (!_readsLast)
        {
            return;
        }

        uint* last = _fields + _stride;
        for (int r = 0; r < _blockRows; r++, last += _stride)
        {
            bool isReturn = _base[*last - 1] == (byte)'\r';
            _blockHasReturns |= isReturn;
            _blockAllReturns &= isReturn;
        }
    }

    /// <summary>A block that is ASCII, or valid as a whole, has valid fields, because separators are ASCII; only otherwise is each text looked at.</summary>
    private void CheckUtf8(bool nonAscii, byte* start, int length) =>
        _blockNeedsUtf8Checks = nonAscii && !Utf8Validation.IsValid(start, length);

    private void MakeRoom()
    {
        int capacity = Math.Max(BlockBytes, 2 * _fieldCount) + (4 * SeparatorScan.Step);
        if (_positions.Length < capacity)
        {
            _positions = GC.AllocateUninitializedArray<uint>(capacity, pinned: true);
        }

        _readsLast = Array.IndexOf(_ordinals, _fieldCount - 1) >= 0;
        _lanes?.MoveFields();
    }
}
