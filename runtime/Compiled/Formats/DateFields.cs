using System.Runtime.CompilerServices;

namespace Compiled.Formats;

/// <summary>Field of <c>true</c>, <c>false</c> in any case, or <c>1</c>, <c>0</c>.</summary>
public readonly unsafe struct BooleanField : IFieldParser<bool>
{
    /// <inheritdoc/>
    public string Expectation => "true or false";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out bool value)
    {
        if (length == 1)
        {
            value = *p == (byte)'1';
            return (*p | 1) == (byte)'1';
        }

        return NumberParser.TryBoolean(p, length, out value);
    }
}

/// <summary>Field of a date whose form is not stated: an integer counts milliseconds, everything else is ISO 8601.</summary>
public readonly unsafe struct DateField : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "an ISO 8601 date or a number of milliseconds";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out long value)
    {
        // The dash after the year tells them apart; a number may have one at its front only.
        if ((length > 4 && p[4] == (byte)'-') || !NumberParser.TryInt64(p, length, out long number))
        {
            return DateParser.TryIso8601(p, length, out value);
        }

        return DateParser.TryEpoch(number, TimeUnit.Milliseconds, out value);
    }
}

/// <summary>Field of a date as a number of seconds.</summary>
public readonly unsafe struct EpochSecondsField : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "a number of seconds since 1970";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out long value)
    {
        bool ok = NumberParser.TryInt64(p, length, out long number);
        return DateParser.TryEpoch(number, TimeUnit.Seconds, out value) && ok;
    }
}

/// <summary>Field of a date as a number of milliseconds.</summary>
public readonly unsafe struct EpochMillisecondsField : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "a number of milliseconds since 1970";

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryParse(byte* p, int length, out long value)
    {
        bool ok = NumberParser.TryInt64(p, length, out long number);
        return DateParser.TryEpoch(number, TimeUnit.Milliseconds, out value) && ok;
    }
}

/// <summary>Field of a date as a number of microseconds.</summary>
public readonly unsafe struct EpochMicrosecondsField : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "a number of microseconds since 1970";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out long value)
    {
        bool ok = NumberParser.TryInt64(p, length, out long number);
        return DateParser.TryEpoch(number, TimeUnit.Microseconds, out value) && ok;
    }
}

/// <summary>Field of a date as a number of nanoseconds.</summary>
public readonly unsafe struct EpochNanosecondsField : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "a number of nanoseconds since 1970";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out long value)
    {
        bool ok = NumberParser.TryInt64(p, length, out long number);
        return DateParser.TryEpoch(number, TimeUnit.Nanoseconds, out value) && ok;
    }
}

/// <summary>Field of a date by a stated pattern.</summary>
public readonly unsafe struct PatternField : IFieldParser<long>
{
    private readonly DatePattern _pattern;

    /// <summary>A field by <paramref name="pattern"/>.</summary>
    public PatternField(DatePattern pattern) => _pattern = pattern;

    /// <inheritdoc/>
    public string Expectation => $"a date like {_pattern.Text}";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out long value) => _pattern.TryParse(p, length, out value);
}

/// <summary>Field of a date without time, <c>yyyy-MM-dd</c>.</summary>
public readonly unsafe struct DayField : IFieldParser<int>
{
    /// <inheritdoc/>
    public string Expectation => "a date like yyyy-MM-dd";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out int value) => DateParser.TryDateOnly(p, length, out value);
}

/// <summary>Field of a date without time, in another form: the UTC day of an instant.</summary>
/// <typeparam name="TInstant">How the instant is written.</typeparam>
public readonly unsafe struct DayOfField<TInstant> : IFieldParser<int>
    where TInstant : struct, IFieldParser<long>
{
    private readonly TInstant _instant;

    /// <summary>The day of what <paramref name="instant"/> reads.</summary>
    public DayOfField(TInstant instant) => _instant = instant;

    /// <inheritdoc/>
    public string Expectation => _instant.Expectation;

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out int value)
    {
        bool ok = _instant.TryParse(p, length, out long ticks);
        value = (int)(ticks / TimeSpan.TicksPerDay);
        return ok;
    }
}

/// <summary>Field of a duration in .NET's constant format.</summary>
public readonly unsafe struct DurationField : IFieldParser<long>
{
    /// <inheritdoc/>
    public string Expectation => "a duration like [d.]hh:mm:ss";

    /// <inheritdoc/>
    public bool TryParse(byte* p, int length, out long value) => DateParser.TryTimeSpan(p, length, out value);
}
