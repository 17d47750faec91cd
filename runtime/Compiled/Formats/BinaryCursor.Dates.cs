using System.Runtime.CompilerServices;
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

        byte* p = _records + offset;
        for (int r = 0; r < _rows; r++, p += _recordBytes)
        {
            if (!DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(p), unit, out values[r]))
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
        byte* p = _records + offset;
        for (int r = 0; r < _rows; r++, p += _recordBytes)
        {
            if (!DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(p), unit, out long ticks))
            {
                ticks = 0;
                AddBad(r, offset, DateExpectation);
            }

            values[r] = (int)(ticks / TimeSpan.TicksPerDay);
        }
    }

    // A loop of its own, with the unit a constant and no branch in it: faults are looked for again if there was one.
    private void ReadMilliseconds(int offset, Column<long> values)
    {
        byte* p = _records + offset;
        long* output = values.Pointer;
        nint stride = _recordBytes;
        bool ok = true;
        for (int r = 0; r < _rows; r++, p += stride)
        {
            ok &= DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(p), TimeUnit.Milliseconds, out output[r]);
        }

        if (ok)
        {
            return;
        }

        p = _records + offset;
        for (int r = 0; r < _rows; r++, p += stride)
        {
            if (!DateParser.TryEpoch(Unsafe.ReadUnaligned<long>(p), TimeUnit.Milliseconds, out _))
            {
                AddBad(r, offset, DateExpectation);
            }
        }
    }
}
