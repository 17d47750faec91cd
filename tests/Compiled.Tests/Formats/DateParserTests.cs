using System.Globalization;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

public sealed unsafe class DateParserTests
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    [Fact]
    public void Iso_dates_of_every_form_give_the_instant()
    {
        string[] forms =
        [
            "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.f", "yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-ddTHH:mm:ss.fffffff",
            "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.fffZ", "yyyy-MM-ddTHH:mm:sszzz", "yyyy-MM-ddTHH:mm:ss.ffffffzzz", "yyyy-MM-ddTHH:mmzzz",
        ];
        var random = new Random(42);
        for (int i = 0; i < 120_000; i++)
        {
            string form = forms[random.Next(forms.Length)];
            var offset = TimeSpan.FromMinutes(form.Contains("zzz", StringComparison.Ordinal) ? random.Next(-14 * 60, (14 * 60) + 1) : 0);
            var date = new DateTimeOffset(random.NextInt64(DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay) + TimeSpan.TicksPerDay / 2, TimeSpan.Zero);
            string text = new DateTimeOffset(date.Ticks, offset == default ? default : SafeOffset(date, offset)).ToString(form.Replace("Z", "'Z'", StringComparison.Ordinal).Replace("T", "'T'", StringComparison.Ordinal), Culture);
            long expected = DateTimeOffset.Parse(text, Culture, DateTimeStyles.AssumeUniversal).UtcTicks;
            AssertIso(text, expected);
        }
    }

    [Theory]
    [InlineData("2020-07-25t14:55:00z", "2020-07-25T14:55:00Z")]
    [InlineData("2020-07-25T14:55:00,5", "2020-07-25T14:55:00.5Z")]
    [InlineData("2020-07-25T14:55:00.123456789Z", "2020-07-25T14:55:00.1234567Z")]
    [InlineData("2020-07-25T14:55:00+0230", "2020-07-25T12:25:00Z")]
    [InlineData("2020-07-25T14:55:00-02", "2020-07-25T16:55:00Z")]
    [InlineData("2000-02-29", "2000-02-29T00:00:00Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    public void Iso_dates_beyond_the_framework(string text, string same) =>
        AssertIso(text, DateTimeOffset.Parse(same, Culture, DateTimeStyles.AssumeUniversal).UtcTicks);

    [Theory]
    [InlineData("")]
    [InlineData("2020")]
    [InlineData("2020-07-2")]
    [InlineData("2020-7-25")]
    [InlineData("2020-07-32")]
    [InlineData("2020-13-01")]
    [InlineData("2020-00-01")]
    [InlineData("2020-01-00")]
    [InlineData("0000-01-01")]
    [InlineData("1900-02-29")]
    [InlineData("2021-02-29")]
    [InlineData("2020-07-25T")]
    [InlineData("2020-07-25T14")]
    [InlineData("2020-07-25T14:5")]
    [InlineData("2020-07-25X14:55")]
    [InlineData("2020-07-25T24:00")]
    [InlineData("2020-07-25T14:60")]
    [InlineData("2020-07-25T14:55:60")]
    [InlineData("2020-07-25T14:55:00.")]
    [InlineData("2020-07-25T14:55:00.Z")]
    [InlineData("2020-07-25T14:55:00ZZ")]
    [InlineData("2020-07-25T14:55:00+2")]
    [InlineData("2020-07-25T14:55:00+14:01")]
    [InlineData("2020-07-25T14:55:00+02:60")]
    [InlineData("2020-07-25T14:55:00 ")]
    [InlineData(" 2020-07-25")]
    [InlineData("2020/07/25")]
    [InlineData("202a-07-25")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void What_is_no_iso_date_is_refused(string text)
    {
        using var bytes = new PaddedText(text);
        Assert.False(DateParser.TryIso8601(bytes.Pointer, bytes.Length, out _));
    }

    [Theory]
    [InlineData("yyyy-MM-dd HH:mm:ss", "2019-02-05 10:05:00", "2019-02-05T10:05:00Z")]
    [InlineData("yyyy-MM-dd HH:mm:ss.fff", "2019-02-05 10:05:00.123", "2019-02-05T10:05:00.123Z")]
    [InlineData("yyyyMMddHHmmssfffffff", "201902051005001234567", "2019-02-05T10:05:00.1234567Z")]
    [InlineData("dd.MM.yyyy", "05.02.2019", "2019-02-05T00:00:00Z")]
    [InlineData("MM/dd/yyyy HH:mm", "02/05/2019 10:05", "2019-02-05T10:05:00Z")]
    [InlineData("yyyy", "2019", "2019-01-01T00:00:00Z")]
    [InlineData("yyyy-MM-ddTHH:mm:ssZ", "2019-02-05T10:05:00Z", "2019-02-05T10:05:00Z")]
    [InlineData("'Am Tag 'dd'.'MM.yyyy' um, sagen wir, 'HH' Uhr'", "Am Tag 05.02.2019 um, sagen wir, 10 Uhr", "2019-02-05T10:00:00Z")]
    [InlineData("yyyy年MM月dd日", "2019年02月05日", "2019-02-05T00:00:00Z")]
    public void Patterns(string pattern, string text, string same)
    {
        var compiled = DatePattern.Parse(pattern);
        long expected = DateTimeOffset.Parse(same, Culture, DateTimeStyles.AssumeUniversal).UtcTicks;
        using (var bytes = new PaddedText(text))
        {
            Assert.True(DateParser.TryPattern(bytes.Pointer, bytes.Length, compiled, out long ticks));
            Assert.Equal(expected, ticks);
            Assert.False(compiled.TryParse(bytes.Pointer, bytes.Length - 1, out _));
        }

        // Whatever single byte is spoilt, the result is a refusal or another date, as the framework sees it.
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < utf8.Length; i++)
        {
            byte[] spoilt = [.. utf8];
            spoilt[i] = (byte)'x';
            using var bytes = new PaddedText(spoilt);
            Assert.False(compiled.TryParse(bytes.Pointer, bytes.Length, out _));
        }
    }

    [Fact]
    public void Generated_dates_by_pattern()
    {
        string[] patterns = ["yyyy-MM-dd HH:mm:ss", "dd/MM/yyyy HH:mm:ss.fff", "yyyyMMdd", "HH:mm:ss.fffffff dd.MM.yyyy"];
        DatePattern[] compiled = [.. patterns.Select(DatePattern.Parse)];
        var random = new Random(5);
        for (int i = 0; i < 100_000; i++)
        {
            int k = random.Next(patterns.Length);
            string text = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks)).ToString(patterns[k], Culture);
            using var bytes = new PaddedText(text);
            Assert.True(compiled[k].TryParse(bytes.Pointer, bytes.Length, out long ticks));
            Assert.Equal(DateTime.ParseExact(text, patterns[k], Culture).Ticks, ticks);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("MM-dd")]
    [InlineData("yy-MM-dd")]
    [InlineData("yyyy-M-d")]
    [InlineData("yyyy yyyy")]
    [InlineData("yyyy-MM-dd hh:mm")]
    [InlineData("yyyy-MM-dd'T")]
    [InlineData("yyyy-MM-dd HH:mm:ss.ffffffff")]
    public void What_is_no_pattern_is_refused(string pattern) => Assert.Throws<FormatException>(() => DatePattern.Parse(pattern));

    [Theory]
    [InlineData(0, TimeUnit.Seconds, "1970-01-01T00:00:00Z")]
    [InlineData(1549339200123, TimeUnit.Milliseconds, "2019-02-05T04:00:00.123Z")]
    [InlineData(1549339200123, TimeUnit.Text, "2019-02-05T04:00:00.123Z")]
    [InlineData(-1, TimeUnit.Microseconds, "1969-12-31T23:59:59.999999Z")]
    [InlineData(1549339200123456789, TimeUnit.Nanoseconds, "2019-02-05T04:00:00.1234567Z")]
    [InlineData(-1, TimeUnit.Nanoseconds, "1969-12-31T23:59:59.9999999Z")]
    [InlineData(-62135596800, TimeUnit.Seconds, "0001-01-01T00:00:00Z")]
    [InlineData(253402300799, TimeUnit.Seconds, "9999-12-31T23:59:59Z")]
    public void Epochs(long value, TimeUnit unit, string same)
    {
        Assert.True(DateParser.TryEpoch(value, unit, out long ticks));
        Assert.Equal(DateTimeOffset.Parse(same, Culture, DateTimeStyles.AssumeUniversal).UtcTicks, ticks);
    }

    [Theory]
    [InlineData(-62135596801, TimeUnit.Seconds)]
    [InlineData(253402300800, TimeUnit.Seconds)]
    [InlineData(long.MaxValue, TimeUnit.Milliseconds)]
    [InlineData(long.MinValue, TimeUnit.Microseconds)]
    public void Epochs_outside_the_calendar_are_refused(long value, TimeUnit unit) => Assert.False(DateParser.TryEpoch(value, unit, out _));

    [Fact]
    public void What_the_writer_writes_is_read_back()
    {
        var random = new Random(8);
        byte[] buffer = new byte[DateWriter.MaxLength];
        for (int i = 0; i < 100_000; i++)
        {
            long unit = random.Next(4) switch { 0 => 1, 1 => 10, 2 => 10_000, _ => 10_000_000 };
            long ticks = random.NextInt64(DateTime.MaxValue.Ticks) / unit * unit;
            string text = System.Text.Encoding.ASCII.GetString(buffer, 0, DateWriter.WriteIso8601(ticks, buffer));
            Assert.Equal(ticks, DateTimeOffset.Parse(text, Culture, DateTimeStyles.AssumeUniversal).UtcTicks);
            AssertIso(text, ticks);

            int day = random.Next(DateOnly.MaxValue.DayNumber + 1);
            using (var bytes = new PaddedText(buffer.AsSpan(0, DateWriter.WriteDate(day, buffer))))
            {
                Assert.True(DateParser.TryDateOnly(bytes.Pointer, bytes.Length, out int read));
                Assert.Equal(day, read);
            }

            long span = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(50);
            using (var bytes = new PaddedText(buffer.AsSpan(0, DateWriter.WriteTimeSpan(span, buffer))))
            {
                Assert.True(DateParser.TryTimeSpan(bytes.Pointer, bytes.Length, out long read));
                Assert.Equal(span, read);
            }
        }
    }

    [Theory]
    [InlineData("2020-07-25T14:55:00.348Z")]
    [InlineData("2020-07-25T14:55:00Z")]
    [InlineData("2020-07-25T14:55:00.300Z")]
    [InlineData("2020-07-25T14:55:00.000001Z")]
    [InlineData("0001-01-01T00:00:00.0000001Z")]
    public void The_writer_writes_the_documented_form(string text)
    {
        byte[] buffer = new byte[DateWriter.MaxLength];
        long ticks = DateTimeOffset.Parse(text, Culture, DateTimeStyles.AssumeUniversal).UtcTicks;
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(buffer, 0, DateWriter.WriteIso8601(ticks, buffer)));
    }

    private static void AssertIso(string text, long expected)
    {
        using var bytes = new PaddedText(text);
        if (!DateParser.TryIso8601(bytes.Pointer, bytes.Length, out long ticks) || ticks != expected)
        {
            Assert.Fail($"'{text}': expected {expected}, got {ticks}");
        }
    }

    private static TimeSpan SafeOffset(DateTimeOffset date, TimeSpan offset) =>
        date.Ticks - offset.Ticks is >= 0 and var utc && utc <= DateTime.MaxValue.Ticks ? offset : TimeSpan.Zero;
}
