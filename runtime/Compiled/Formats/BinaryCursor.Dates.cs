using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Compiled.Memory;

namespace Compiled.Formats;

/// <content>Dates, which are 64-bit integers in binary records.</content>
public sealed unsafe partial class BinaryCursor
{
    private const string DateExpectation = "a number of years 1 to 9999";

    /// <summary>Reads an instant as UTC ticks.</summary>
    /// <param name="offset">Its place in the record.</param>
    /// <param name="unit">What the number counts since 1970.</param>
    public void ReadDate(int offset, Column<long> values, TimeUnit unit)
    {
        if (unit is TimeUnit.Milliseconds or TimeUnit.Text)
        {
            ReadMilliseconds(offset, values);
            return;
        }

        for (int r = 0; r < _blockRows; r++)
        {
            if (!DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(Record(r) + offset), unit, out values[_first + r]))
            {
                AddBad(r, offset, DateExpectation);
            }
        }
    }

    /// <summary>Reads an instant as the day it lies in.</summary>
    /// <param name="offset">Its place in the record.</param>
    /// <param name="unit">What the number counts since 1970.</param>
    public void ReadDay(int offset, Column<int> values, TimeUnit unit)
    {
        for (int r = 0; r < _blockRows; r++)
        {
            if (!DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(Record(r) + offset), unit, out long ticks))
            {
                ticks = 0;
                AddBad(r, offset, DateExpectation);
            }

            values[_first + r] = (int)(ticks / TimeSpan.TicksPerDay);
        }
    }

    // Two loops without a branch, the second one on vectors: faults are looked for again if there was one.
    private void ReadMilliseconds(int offset, Column<long> values)
    {
        Read(offset, values);
        if (ToTicks(values.Pointer + _first, _blockRows))
        {
            return;
        }

        for (int r = 0; r < _blockRows; r++)
        {
            if (!DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(Record(r) + offset), TimeUnit.Milliseconds, out _))
            {
                AddBad(r, offset, DateExpectation);
            }
        }
    }

    /// <summary>Milliseconds since 1970 to ticks, in place; false if one is outside the calendar.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static bool ToTicks(long* values, int count)
    {
        const long first = -(Calendar.UnixEpochTicks / TimeSpan.TicksPerMillisecond);
        const long last = (Calendar.MaxTicks - Calendar.UnixEpochTicks) / TimeSpan.TicksPerMillisecond;
        Vector512<long> outside = Vector512<long>.Zero;
        int i = 0;
        for (; i + Vector512<long>.Count <= count; i += Vector512<long>.Count)
        {
            Vector512<long> value = Vector512.Load(values + i);
            outside |= (value - Vector512.Create(first)) | (Vector512.Create(last) - value);
            ((value * TimeSpan.TicksPerMillisecond) + Vector512.Create(Calendar.UnixEpochTicks)).Store(values + i);
        }

        // Differences are negative outside; one that overflows has its counterpart negative.
        bool ok = outside.ExtractMostSignificantBits() == 0;
        for (; i < count; i++)
        {
            ok &= DateParser.TryEpoch(values[i], TimeUnit.Milliseconds, out values[i]);
        }

        return ok;
    }
}
