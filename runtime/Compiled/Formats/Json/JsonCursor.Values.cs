using Compiled.Memory;

namespace Compiled.Formats;

// Values by type. Each method reads the value that must be here, of exactly that type, or notes a fault.
public unsafe ref partial struct JsonCursor
{
    /// <summary>Reads text.</summary>
    public bool Text(out Utf8Slice value)
    {
        value = default;
        if (_p >= _end || *_p != (byte)'"')
        {
            return Expected("text");
        }

        byte* start = _p + 1;
        byte* quote = JsonText.FindQuote(start, _end, out _);
        if (quote == null)
        {
            return Expected("text that ends");
        }

        value = new Utf8Slice(start, (int)(quote - start));
        if (!JsonText.IsShortPlain(start, value.Length) && !JsonText.TryRead(start, value.Length, _scratch, out value))
        {
            return Expected("text in UTF-8 with valid escapes and without control characters");
        }

        _p = quote + 1;
        return true;
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool Boolean(out bool value)
    {
        byte* p = Bare(out int length);
        return JsonFields.TryBoolean(p, length, out value) ? Take(length) : Expected("true or false");
    }

    /// <summary>Reads a whole number.</summary>
    public bool Int64(out long value)
    {
        byte* p = Bare(out int length);
        return JsonNumber.TryInt64(p, length, out value) ? Take(length) : Expected("a whole number of 64 bits");
    }

    /// <summary>Reads a whole number without sign.</summary>
    public bool UInt64(out ulong value)
    {
        byte* p = Bare(out int length);
        return JsonNumber.TryUInt64(p, length, out value) ? Take(length) : Expected("a whole number of 64 bits without sign");
    }

    /// <summary>Reads a whole number.</summary>
    public bool Int32(out int value)
    {
        byte* p = Bare(out int length);
        bool ok = JsonNumber.TryInt64(p, length, out long wide);
        value = (int)wide;
        return ok && value == wide ? Take(length) : Expected("a whole number of 32 bits");
    }

    /// <summary>Reads a whole number without sign.</summary>
    public bool UInt32(out uint value)
    {
        byte* p = Bare(out int length);
        bool ok = JsonNumber.TryUnsigned(p, length, out long wide);
        value = (uint)wide;
        return ok && value == wide ? Take(length) : Expected("a whole number of 32 bits without sign");
    }

    /// <summary>Reads a whole number.</summary>
    public bool Int16(out short value)
    {
        byte* p = Bare(out int length);
        bool ok = JsonNumber.TryInt64(p, length, out long wide);
        value = (short)wide;
        return ok && value == wide ? Take(length) : Expected("a whole number of 16 bits");
    }

    /// <summary>Reads a whole number without sign.</summary>
    public bool UInt16(out ushort value)
    {
        byte* p = Bare(out int length);
        bool ok = JsonNumber.TryUnsigned(p, length, out long wide);
        value = (ushort)wide;
        return ok && value == wide ? Take(length) : Expected("a whole number of 16 bits without sign");
    }

    /// <summary>Reads a whole number.</summary>
    public bool SByte(out sbyte value)
    {
        byte* p = Bare(out int length);
        bool ok = JsonNumber.TryInt64(p, length, out long wide);
        value = (sbyte)wide;
        return ok && value == wide ? Take(length) : Expected("a whole number of 8 bits");
    }

    /// <summary>Reads a whole number without sign.</summary>
    public bool Byte(out byte value)
    {
        byte* p = Bare(out int length);
        bool ok = JsonNumber.TryUnsigned(p, length, out long wide);
        value = (byte)wide;
        return ok && value == wide ? Take(length) : Expected("a whole number of 8 bits without sign");
    }

    /// <summary>Reads a number, rounded to the nearest double.</summary>
    public bool Double(out double value)
    {
        byte* p = Bare(out int length);
        return JsonNumber.TryDouble(p, length, out value) ? Take(length) : Expected("a number");
    }

    /// <summary>Reads a number, rounded to the nearest float.</summary>
    public bool Single(out float value)
    {
        byte* p = Bare(out int length);
        return JsonNumber.TrySingle(p, length, out value) ? Take(length) : Expected("a number");
    }

    /// <summary>Reads a decimal number.</summary>
    public bool Decimal(out decimal value)
    {
        byte* p = Bare(out int length);
        return JsonNumber.TryDecimal(p, length, out value) ? Take(length) : Expected("a number that fits a decimal");
    }

    /// <summary>Reads a date as UTC ticks.</summary>
    /// <param name="unit">Unit of a numeric date; <see cref="TimeUnit.Text"/> for text, and then a number counts milliseconds.</param>
    /// <param name="pattern">Pattern of a textual date, or null for ISO 8601.</param>
    /// <param name="value">UTC ticks.</param>
    public bool Date(TimeUnit unit, DatePattern? pattern, out long value)
    {
        byte* start = _p;
        if (_p < _end && *_p == (byte)'"')
        {
            value = 0;
            return Text(out Utf8Slice text) && (JsonDates.TryText(text, unit, pattern, out value) || Back(start));
        }

        byte* p = Bare(out int length);
        return JsonDates.TryNumber(p, length, unit, pattern, out value) ? Take(length) : Expected(JsonDates.Expected);
    }

    /// <summary>Reads a date as a day number.</summary>
    /// <param name="unit">Unit of a numeric date; <see cref="TimeUnit.Text"/> for text, and then a number counts milliseconds.</param>
    /// <param name="pattern">Pattern of a textual date, or null for ISO 8601.</param>
    /// <param name="value">Days since 0001-01-01.</param>
    public bool Day(TimeUnit unit, DatePattern? pattern, out int value)
    {
        byte* start = _p;
        if (_p < _end && *_p == (byte)'"')
        {
            value = 0;
            return Text(out Utf8Slice text) && (JsonDates.TryDayText(text, unit, pattern, out value) || Back(start));
        }

        byte* p = Bare(out int length);
        return JsonDates.TryDayNumber(p, length, unit, pattern, out value) ? Take(length) : Expected(JsonDates.Expected);
    }

    /// <summary>Reads a duration in .NET's constant format, <c>[-][d.]hh:mm:ss[.fffffff]</c>, as ticks.</summary>
    public bool Duration(out long value)
    {
        value = 0;
        byte* start = _p;
        if (!Text(out Utf8Slice text))
        {
            return false;
        }

        if (DateParser.TryTimeSpan(text.Pointer, text.Length, out value))
        {
            return true;
        }

        _p = start;
        return Expected("a duration, [-][d.]hh:mm:ss[.fffffff]");
    }

    private byte* Bare(out int length)
    {
        length = JsonBare.Run(_p, _end);
        return _p;
    }

    private bool Take(int length)
    {
        _p += length;
        return true;
    }

    private bool Back(byte* start)
    {
        _p = start;
        return Expected(JsonDates.Expected);
    }
}
