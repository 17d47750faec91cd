using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Makes rows of every kind of member: usually right, sometimes of the wrong type, in stretches of one layout and stretches of all.</summary>
internal sealed class JsonDecoderRows(Random random)
{
    private static readonly string[] Words = ["", "a", "PRIME", "NONPRIME", "Book shelf \"oak\"", "Café", "\\", "\\\"", "{\"Text\":\"no\"}", ",\"Int\":7,\"", "日本語の文字列", "😀", "a\nb\tc", "/slash/", "[1,2]", "a text that is longer than thirty-two bytes, and longer than sixty-four, so that no vector holds it \\ \" é"];

    private static readonly string[] WrongTypes = ["null", "\"12\"", "12.0", "1e5", "{}", "[]", "300", "-1", "99999999999999999999", "\"\\ud800\"", "\"2020-13-01\"", "1e400", "\"a\\u0001\""];

    private static readonly string[] WrongJson = ["-", "01", "1.", "tru", "\"a\u0001\"", "\"\\x\"", "nul", "1e", "+1", ".5", "TRUE", "[1,]"];

    private int _left;
    private bool _shuffle;
    private bool _space;
    private bool _escape;
    private bool _faults;
    private bool _optional;

    /// <summary>Whether rows are all right and of few layouts.</summary>
    public bool IsRegular { get; init; }

    /// <summary>Which members are read: only those are ever not JSON at all, since others are not looked at so closely.</summary>
    public Predicate<string> IsRead { get; init; } = static _ => true;

    public byte[] Rows(int count)
    {
        var text = new StringBuilder(random.Next(2) == 0 ? "\uFEFF" : "");
        for (int i = 0; i < count; i++)
        {
            if (_left-- == 0)
            {
                NewMode();
            }

            text.Append(Row()).Append(i == count - 1 && !IsRegular ? "" : random.Next(50) == 0 ? "\r\n" : random.Next(50) == 0 ? "\n  \n\n" : "\n");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        return bytes.AsSpan().StartsWith("\uFEFF"u8) && IsRegular ? bytes[3..] : bytes;
    }

    private void NewMode()
    {
        _left = random.Next(1, 60);
        _shuffle = !IsRegular && random.Next(3) == 0;
        _space = !IsRegular && random.Next(4) == 0;
        _escape = !IsRegular && random.Next(4) == 0;
        _faults = !IsRegular && random.Next(3) == 0;
        _optional = random.Next(2) == 0;
    }

    private string Row()
    {
        var members = new List<(string Name, string Value)>
        {
            ("Flag", Pick("true", "false")), ("Small", Whole(-128, 127)), ("Tiny", Whole(0, 255)), ("Short", Whole(-32768, 32767)), ("UShort", Whole(0, 65535)),
            ("Int", Whole(int.MinValue, int.MaxValue)), ("Skipped1", Text()), ("UInt", Whole(0, uint.MaxValue)), ("Long", Whole(-1595635200000, 1595635200000)),
            ("ULong", random.Next(5) == 0 ? "18446744073709551615" : Whole(0, long.MaxValue)), ("Float", Real()), ("Skipped2", Pick("1", "-1.5e3", "null", "true", "123456789012345678901234567890")),
            ("Real", Real()), ("Money", Real()), ("Text", Text()), ("Note", Text()), ("At", Date()), ("Stamp", Whole(0, 1_700_000_000)),
            ("Skipped3", Pick("[]", "[1,2,[3]]", "{}", "[[[]]]", "{\"Int\":1}")), ("Local", $"\"20{random.Next(10, 99)}-0{random.Next(1, 10)}-{random.Next(10, 29)} 1{random.Next(10)}:05:00\""),
            ("Day", $"\"19{random.Next(10, 99)}-1{random.Next(3)}-0{random.Next(1, 10)}\""), ("Span", $"\"{random.Next(24):00}:{random.Next(60):00}:00\""),
            ("Address", $"{{{Space()}\"City\":{Text()},\"Zip\":{Pick("1", "null", "99999")},\"Geo\":{{\"Lat\":{Real()}}}}}"), ("Owner", Owner()),
            ("Items", Items()), ("Extra", Pick("null", "[]", "[{\"K\":\"v\"}]")), ("Numbers", Pick("[]", "[1]", "[1,2,null]")), ("Skipped4", $"{{\"deep\":[{{\"a\":{Text()},\"b\":[1,\"]}}\",null]}}]}}"),
        };
        if (_optional)
        {
            string[] optional = ["Flag", "Small", "Note", "Money", "Address", "Extra", "Span", "Day", "ULong"];
            members.RemoveAll(m => optional.Contains(m.Name) && random.Next(3) == 0);
            Replace(members, random.Next(3) == 0 ? "null" : null, optional[random.Next(optional.Length)]);
        }

        if (_faults && random.Next(4) == 0)
        {
            string name = members[random.Next(members.Count)].Name;
            Replace(members, !IsRead(name) || random.Next(2) == 0 ? Pick(WrongTypes) : Pick(WrongJson), name);
        }

        if (_faults && random.Next(8) == 0)
        {
            members.RemoveAt(random.Next(members.Count));
        }

        if (_faults && random.Next(8) == 0)
        {
            (string name, _) = members[random.Next(members.Count)];
            members.Add((name, members.First(m => m.Name == name).Value));
        }

        if (_shuffle)
        {
            for (int i = members.Count - 1; i > 0; i--)
            {
                int j = random.Next(i + 1);
                (members[i], members[j]) = (members[j], members[i]);
            }
        }

        string end = _faults && random.Next(20) == 0 ? Pick("", "}", "},", "}}", "} x", "]") : "}";
        return Space() + "{" + Space() + string.Join(Space() + "," + Space(), members.Select(m => Name(m.Name) + Space() + ":" + Space() + m.Value)) + Space() + end + Space();
    }

    private static void Replace(List<(string Name, string Value)> members, string? value, string name)
    {
        int at = members.FindIndex(m => m.Name == name);
        if (at >= 0 && value != null)
        {
            members[at] = (name, value);
        }
    }

    private string Items()
    {
        IEnumerable<string> items = Enumerable.Range(0, random.Next(IsRegular ? 3 : 5)).Select(_ =>
            $"{{\"Code\":{Text()},\"Skip\":{Pick("1", "\"x\"")},\"Price\":{Real()},\"Parts\":[{string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => $"{{\"Id\":{Whole(0, 99)}}}"))}]{Pick("", ",\"Box\":{\"W\":5}", ",\"Box\":null")}}}");
        return "[" + Space() + string.Join("," + Space(), items) + "]";
    }

    private string Owner() => $"{{\"Name\":{Pick("null", Text())},\"Phones\":[{string.Join(",", Enumerable.Range(0, random.Next(3)).Select(_ => Text()))}]}}";

    private string Date() => Pick(
        Whole(0, 1_700_000_000_000),
        "\"2020-07-25T00:01:02Z\"",
        "\"2020-07-25T00:01:02.345+02:00\"",
        "\"2020-07-25T00:01:02.3456789Z\"",
        "\"2020-07-25\"");

    private string Whole(long low, long high) => (random.Next(3) == 0 ? random.NextInt64(low, high) + (random.Next(9) == 0 ? 1 : 0) : Math.Clamp(random.NextInt64(-300, 300), low, high)).ToString(CultureInfo.InvariantCulture);

    private string Real() => random.Next(8) switch
    {
        0 => "0",
        1 => random.NextDouble().ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        2 => "-12.5e-3",
        3 => "1E+2",
        4 => random.Next(10_000_000, 999_999_999).ToString(CultureInfo.InvariantCulture) + "." + random.Next(100, 999_999),
        _ => random.Next(100000) + "." + random.Next(10, 100),
    };

    private string Text()
    {
        string value = Words[random.Next(IsRegular ? 8 : Words.Length)];
        if (!_escape || random.Next(3) == 0)
        {
            return JsonSerializer.Serialize(value, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }

        return "\"" + string.Concat(value.Select(c => random.Next(3) == 0 || c is '"' or '\\' or < ' ' ? $"\\u{(int)c:x4}" : c.ToString())) + "\"";
    }

    private string Name(string name) => _escape && random.Next(10) == 0 ? $"\"\\u{(int)name[0]:X4}{name[1..]}\"" : $"\"{name}\"";

    private string Space() => _space ? Pick("", " ", "\t", "  ", "") : "";

    private string Pick(params string[] values) => values[random.Next(values.Length)];
}
