using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Compiled.Formats;

/// <summary>
/// Up to four fields of a row, 16 bytes each, as one vector: for each of its 64 bytes, which byte of the row it takes. What <see cref="CsvCut512"/> fills.
/// </summary>
internal sealed unsafe class CsvLaneSet
{
    /// <summary>Lanes of a set.</summary>
    public const int Lanes = 4;

    /// <summary>Bytes of a lane.</summary>
    public const int LaneBytes = 16;

    /// <summary>Bytes of rows that are cut at a time: with the lanes and the columns made of them they stay in the first-level cache.</summary>
    public const int BlockBytes = 8 * 1024;

    /// <summary>Rows that lanes have room for.</summary>
    public const int Rows = 512;

    /// <summary>Bytes of all lanes of a row.</summary>
    public const int RowBytes = Lanes * LaneBytes;

    /// <summary>The entry of separators that stands for the one before the row.</summary>
    public const byte NoSeparator = RowBytes - 1;

    private const int PadRows = 7;
    private const byte Never = 255;
    private readonly byte[] _memory = GC.AllocateUninitializedArray<byte>((1 + Rows + PadRows) * RowBytes, pinned: true);
    private readonly byte* _start;
    private readonly byte[] _most = new byte[Lanes];
    private readonly byte[] _longest = new byte[RowBytes];
    private readonly byte[] _ends = new byte[RowBytes];
    private readonly byte[] _starts = new byte[RowBytes];
    private readonly byte[] _fromEnd = new byte[RowBytes];
    private readonly byte[] _offsets = new byte[RowBytes];
    private readonly byte[] _reaches = new byte[RowBytes];
    private readonly byte[] _zeros = new byte[RowBytes];
    private readonly byte[] _shortest = new byte[RowBytes];
    private readonly byte[] _lengths = new byte[RowBytes];

    public CsvLaneSet() => _start = (byte*)(((nint)Unsafe.AsPointer(ref _memory[0]) + (RowBytes - 1)) & -RowBytes);

    /// <summary>The separator behind the field, by its number in the row.</summary>
    public Vector512<byte> Ends => Vector512.Create(_ends);

    /// <summary>The separator before the field; that before the row is the last entry of 64, which no row of more than a field has.</summary>
    public Vector512<byte> Starts => Vector512.Create(_starts);

    /// <summary>All ones where bytes are counted from the end of the field, else from its start.</summary>
    public Vector512<byte> FromEnd => Vector512.Create(_fromEnd);

    /// <summary>What to add to the end or start to get the byte.</summary>
    public Vector512<byte> Offsets => Vector512.Create(_offsets);

    /// <summary>The distance between both separators that must be exceeded for the byte to be the field's.</summary>
    public Vector512<byte> Reaches => Vector512.Create(_reaches);

    /// <summary>What to subtract from the byte: '0' of digits.</summary>
    public Vector512<byte> Zeros => Vector512.Create(_zeros);

    /// <summary>The distance between both separators of the shortest field that a lane takes.</summary>
    public Vector512<byte> Shortest => Vector512.Create(_shortest);

    /// <summary>All ones where the field's length goes.</summary>
    public Vector512<byte> Lengths => Vector512.Create(_lengths);

    /// <summary>Whether a lane takes the last field of a row.</summary>
    public bool ReadsLast { get; set; }

    /// <summary>Where row 0 of a lane lies.</summary>
    public byte* Lane(int lane) => _start + (lane * LaneBytes);

    /// <summary>Whether every field of the rows last cut was long and short enough.</summary>
    public bool Fits(int lane) => _longest[lane * LaneBytes] <= _most[lane];

    /// <summary>Sets how long the fields of the rows last cut are at most, less the shortest that is taken; in each byte of the lane.</summary>
    public void SetLongest(Vector512<byte> longest) => longest.CopyTo(_longest);

    /// <summary>Puts copies of the last row behind it, for conversions of eight rows at a time.</summary>
    /// <param name="end">Behind the last row of lane 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // A call would make its caller keep vectors in memory.
    public static void Pad(byte* end)
    {
        Vector512<byte> last = Vector512.Load(end - RowBytes);
        for (int r = 0; r < PadRows; r++)
        {
            last.Store(end + (r * RowBytes));
        }
    }

    /// <summary>Copies a lane's texts.</summary>
    /// <param name="lane">The first row's.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="output">Takes them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Copy<T>(byte* lane, int rows, T* output)
        where T : unmanaged
    {
        T* end = output + rows;
        for (T* last = end - 3; output < last; output += 4, lane += 4 * RowBytes)
        {
            output[0] = *(T*)lane;
            output[1] = *(T*)(lane + RowBytes);
            output[2] = *(T*)(lane + (2 * RowBytes));
            output[3] = *(T*)(lane + (3 * RowBytes));
        }

        for (; output < end; output++, lane += RowBytes)
        {
            *output = *(T*)lane;
        }
    }

    /// <summary>Moves the rows to keep to the front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public void Keep(ReadOnlySpan<bool> keeps)
    {
        byte* row = _start;
        byte* kept = _start;
        foreach (bool keep in keeps)
        {
            Vector512.Load(row).Store(kept);
            row += RowBytes;
            kept += keep ? RowBytes : 0;
        }

        if (kept > _start)
        {
            Pad(kept);
        }
    }

    /// <summary>Sets what a lane takes.</summary>
    /// <param name="lane">Its number.</param>
    /// <param name="field">The field's number in the row.</param>
    /// <param name="form">What is made of it.</param>
    /// <param name="behind">Bytes between the field and the separator behind it: 1 if there is a carriage return.</param>
    public void Set(int lane, int field, CsvLaneForm form, int behind)
    {
        _most[lane] = (byte)(form == CsvLaneForm.Word ? 7 : 15);
        for (int i = 0; i < LaneBytes; i++)
        {
            int at = (lane * LaneBytes) + i;
            _ends[at] = (byte)field;
            _starts[at] = field == 0 ? NoSeparator : (byte)(field - 1);
            _zeros[at] = form == CsvLaneForm.Digits ? (byte)'0' : (byte)0;
            _shortest[at] = (byte)(behind + (form == CsvLaneForm.Digits ? 2 : 1));
            _lengths[at] = i == LengthByte(form) ? byte.MaxValue : (byte)0;
            _fromEnd[at] = form == CsvLaneForm.Key ? (byte)0 : byte.MaxValue;
            int width = form == CsvLaneForm.Word ? 8 : LaneBytes;

            // Separators are counted from 1, so that the byte before the row is 0.
            _offsets[at] = (byte)(form == CsvLaneForm.Key ? i : i - width - 1 - behind);
            bool isText = i < width && i != LengthByte(form);
            _reaches[at] = !isText ? Never : (byte)(behind + (form == CsvLaneForm.Key ? i + 1 : width - i));
        }
    }

    private static int LengthByte(CsvLaneForm form) => form switch { CsvLaneForm.Word => 0, CsvLaneForm.Key => LaneBytes - 1, _ => -1 };
}
