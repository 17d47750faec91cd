using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Formats;

/// <summary>
/// A column of instants on its way to ISO 8601 text in UTC, a block of rows at a time, as <see cref="NumberTexts"/>. The text of the last minute is kept, since the next instants often lie in it.
/// Got from <see cref="Utf8Buffer.Instants"/>.
/// </summary>
public sealed unsafe class InstantTexts
{
    private const int Group = 8;
    private const int MinuteBytes = 16;

    // Pinned, so that its parts are pointers: ticks, words, lengths, minutes.
    private readonly byte[] _memory = GC.AllocateArray<byte>((NumberTexts.Rows * (sizeof(long) + sizeof(ulong) + sizeof(int))) + (NumberTexts.Rows / Group * MinuteBytes), pinned: true);
    private readonly long* _ticks;
    private readonly ulong* _words;
    private readonly int* _lengths;
    private readonly byte* _minutes;
    private VectorStart _vectors = new(InstantTexts512.IsSupported);

    // Nothing lies within a length of 0: so a new column knows no minute.
    private long _minute;
    private ulong _minuteLength;
    private Vector128<byte> _minuteText;

    internal InstantTexts()
    {
        _ticks = (long*)Unsafe.AsPointer(ref _memory[0]);
        _words = (ulong*)(_ticks + NumberTexts.Rows);
        _lengths = (int*)(_words + NumberTexts.Rows);
        _minutes = (byte*)(_lengths + NumberTexts.Rows);
    }

    /// <summary>Sets the instant of a row of the block.</summary>
    /// <param name="row">0 to 63; not checked.</param>
    /// <param name="value">The instant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateTimeOffset value) => _ticks[row] = value.UtcTicks;

    /// <summary>Sets the instant of a row of the block; a time of unspecified kind is UTC.</summary>
    /// <param name="row">0 to 63; not checked.</param>
    /// <param name="value">The instant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateTime value) => _ticks[row] = DateWriter.UtcTicks(value);

    /// <summary>Sets the instant of a row of the block; null stands for any, since it is not written.</summary>
    /// <param name="row">0 to 63; not checked.</param>
    /// <param name="value">The instant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateTimeOffset? value) => _ticks[row] = value is { } instant ? instant.UtcTicks : _minute;

    /// <summary>Sets the instant of a row of the block; a time of unspecified kind is UTC, null stands for any, since it is not written.</summary>
    /// <param name="row">0 to 63; not checked.</param>
    /// <param name="value">The instant.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Set(int row, DateTime? value) => _ticks[row] = value is { } instant ? DateWriter.UtcTicks(instant) : _minute;

    /// <summary>Formats what was set.</summary>
    /// <param name="rows">Rows of the block, 1 to 64; not checked.</param>
    public void Format(int rows)
    {
        if (!_vectors.IsReached())
        {
            return;
        }

        for (int row = 0; row < rows; row += Group)
        {
            MoveTo(_ticks[row]);
            _minuteText.Store(_minutes + (row / Group * MinuteBytes));
            InstantTexts512.Eight(_ticks + row, _minute, _words + row, _lengths + row);
        }
    }

    /// <summary>Writes the instant of a row, where there is room for <see cref="DateWriter.MaxLength"/> bytes.</summary>
    /// <returns>Behind the text.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ref byte Write(ref byte at, int row)
    {
        int length = _lengths[row];
        if (length == 0)
        {
            return ref WriteOther(ref at, _ticks[row]);
        }

        Vector128.Load(_minutes + (row / Group * MinuteBytes)).StoreUnsafe(ref at);
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, MinuteBytes), _words[row]);
        return ref Unsafe.Add(ref at, length);
    }

    // Another minute, or parts of a millisecond, or not formatted by vectors.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref byte WriteOther(ref byte at, long ticks)
    {
        MoveTo(ticks);
        _minuteText.StoreUnsafe(ref at);
        uint within = (uint)(ticks - _minute);
        uint second = within / (uint)TimeSpan.TicksPerSecond;
        uint fraction = within - (second * (uint)TimeSpan.TicksPerSecond);
        uint tens = (second * 103) >> 10;
        Unsafe.WriteUnaligned(ref Unsafe.Add(ref at, MinuteBytes), 0x30_303A | (tens << 8) | ((second - (tens * 10)) << 16));
        at = ref Unsafe.Add(ref at, MinuteBytes + 3);
        int length = DateWriter.WriteFraction(ref at, fraction);
        Unsafe.Add(ref at, length) = (byte)'Z';
        return ref Unsafe.Add(ref at, length + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void MoveTo(long ticks)
    {
        if ((ulong)(ticks - _minute) >= _minuteLength)
        {
            Move(ticks);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Move(long ticks)
    {
        _minute = ticks - (ticks % TimeSpan.TicksPerMinute);
        _minuteLength = TimeSpan.TicksPerMinute;
        Span<byte> text = stackalloc byte[DateWriter.MaxLength];
        DateWriter.WriteIso8601(_minute, text);
        _minuteText = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text));
    }
}
