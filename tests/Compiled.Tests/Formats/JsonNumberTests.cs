using System.Globalization;
using System.Text;
using System.Text.Json;
using Compiled.Formats;

namespace Compiled.Tests.Formats;

/// <summary>Numbers against System.Text.Json: every length, point and sign.</summary>
public sealed unsafe class JsonNumberTests
{
    private const int Padding = 64;

    [Fact]
    public void Generated_numbers_are_what_System_Text_Json_reads()
    {
        var random = new Random(17);
        for (int i = 0; i < 60_000; i++)
        {
            Check(Number(random));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("-01")]
    [InlineData("1.")]
    [InlineData(".1")]
    [InlineData("0.1")]
    [InlineData("00.1")]
    [InlineData("1..1")]
    [InlineData("1e5")]
    [InlineData("1.e5")]
    [InlineData("1E+400")]
    [InlineData("1e-400")]
    [InlineData("+1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("18446744073709551615")]
    [InlineData("18446744073709551616")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("79228162514264337593543950336")]
    [InlineData("1234567890123456")]
    [InlineData("9007199254740993")]
    [InlineData("0.30000000000000004")]
    [InlineData("123456789012345.6")]
    [InlineData("12345678.12345678")]
    [InlineData("1 ")]
    [InlineData("/1")]
    [InlineData(":1")]
    public void Odd_numbers_are_what_System_Text_Json_reads(string text) => Check(text);

    private static string Number(Random random)
    {
        var text = new StringBuilder(random.Next(5) == 0 ? "-" : "");
        Digits(text, random, random.Next(1, 20));
        if (random.Next(2) == 0)
        {
            text.Append('.');
            Digits(text, random, random.Next(1, 12));
        }

        if (random.Next(8) == 0)
        {
            text.Append(random.Next(2) == 0 ? "e" : "E").Append(random.Next(-30, 30).ToString(CultureInfo.InvariantCulture));
        }

        if (random.Next(10) == 0)
        {
            text[random.Next(text.Length)] = "/:.-+ea 0"[random.Next(9)];
        }

        return text.ToString();
    }

    private static void Digits(StringBuilder text, Random random, int count)
    {
        for (int i = 0; i < count; i++)
        {
            text.Append((char)('0' + random.Next(10)));
        }
    }

    private static void Check(string text)
    {
        // Digits all around: nothing outside the number may count.
        byte[] bytes = Encoding.ASCII.GetBytes(new string('7', Padding) + text + new string('7', Padding));
        JsonElement? element = Parse(text);
        fixed (byte* start = bytes)
        {
            byte* p = start + Padding;
            Assert.Equal(element is { } e && e.TryGetInt64(out long int64) ? int64 : (long?)null, JsonNumber.TryInt64(p, text.Length, out long whole) ? whole : (long?)null);
            Assert.Equal(element is { } u && u.TryGetUInt64(out ulong uint64) ? uint64 : (ulong?)null, JsonNumber.TryUInt64(p, text.Length, out ulong natural) ? natural : (ulong?)null);
            Assert.Equal(element is { } d && d.TryGetDouble(out double real) ? real : (double?)null, JsonNumber.TryDouble(p, text.Length, out double nearest) ? nearest : (double?)null);
            Assert.Equal(element is { } f && f.TryGetSingle(out float single) ? single : (float?)null, JsonNumber.TrySingle(p, text.Length, out float near) ? near : (float?)null);

            // More digits than fit are rounded as decimal.Parse does it.
            decimal? expected = element is { } m && m.TryGetDecimal(out _) ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
            Assert.Equal(expected?.ToString(CultureInfo.InvariantCulture), JsonNumber.TryDecimal(p, text.Length, out decimal money) ? money.ToString(CultureInfo.InvariantCulture) : null);
        }
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            JsonElement element = JsonDocument.Parse(text).RootElement;
            return element.ValueKind == JsonValueKind.Number && !text.Contains(' ', StringComparison.Ordinal) ? element : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
