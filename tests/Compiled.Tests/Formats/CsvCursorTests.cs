using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

public sealed class CsvCursorTests
{
    private const string Header = "Id,Unread,Price,Name,Note,Other,Day\n";

    public static TheoryData<int> Widths => new(512, 256, 128, 0);

    [Fact]
    public void A_plain_file()
    {
        (List<string> rows, _) = Decode(Header + "1,x,2.5,Ann,hi,,2020-01-02\n2,,,Bob,,,1577923200000\n");
        Assert.Equal(["1|2.5|Ann|hi|2020-01-02T00:00:00.0000000", "2|null|Bob|null|2020-01-02T00:00:00.0000000"], rows);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Quotes_hold_delimiters_line_breaks_and_doubled_quotes(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        (List<string> rows, CollectedRows bad) = Decode(
            Header + "\"1\",\"a,\n\"\"b\",\"2.5\",\"x,\"\"y\"\"\r\nz\",\"\",\"\",\"2020-01-02\"\r\n2,\"\"\"\",,\"\"\"\",\"\"\"\"\"\",,2020-01-02\r\n");
        Assert.Empty(bad.Rows);
        Assert.Equal(["1|2.5|x,\"y\"\r\nz||2020-01-02T00:00:00.0000000", "2|null|\"|\"\"|2020-01-02T00:00:00.0000000"], rows);
    }

    [Fact]
    public void Columns_are_found_by_name_in_any_order_and_optional_ones_may_be_missing()
    {
        (List<string> rows, _) = Decode("Day,\"Name\",New,Id\r\n2020-01-02,Ann,?,7\r\n");
        Assert.Equal(["7|null|Ann|null|2020-01-02T00:00:00.0000000"], rows);
    }

    [Fact]
    public void A_missing_column_that_is_needed_ends_the_job()
    {
        PipelineException e = Assert.Throws<PipelineException>(() => Decode("Id,Unread,Price,Note,Other,Day\n1,,,,,2020-01-02\n"));
        Assert.Equal("CMP0902", e.Id);
        Assert.Contains("'Name'", e.Message, StringComparison.Ordinal);
        Assert.Contains("test", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_order_mark_and_blank_lines_are_skipped()
    {
        (List<string> rows, CollectedRows bad) = Decode("\uFEFF\r\n\n" + Header + "\n1,,,A,,,2020-01-02\r\n\r\n\n2,,,B,,,2020-01-02\n\n");
        Assert.Empty(bad.Rows);
        Assert.Equal(2, rows.Count);
    }

    [Theory]
    [InlineData("1,,,A,,,2020-01-02")]
    [InlineData("1,,,A,,,2020-01-02\r")]
    [InlineData("1,,,\"A\",,,\"2020-01-02\"")]
    public void The_last_line_needs_no_line_feed(string last)
    {
        (List<string> rows, CollectedRows bad) = Decode(Header + last);
        Assert.Empty(bad.Rows);
        Assert.Equal(["1|null|A|null|2020-01-02T00:00:00.0000000"], rows);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("\n\n", 0)]
    [InlineData(Header, 0)]
    [InlineData("Id,Unread,Price,Name,Note,Other,Day", 0)]
    public void Files_without_rows(string text, int expected) => Assert.Equal(expected, Decode(text).Rows.Count);

    [Fact]
    public void Without_header_fields_come_in_the_order_of_the_members()
    {
        (List<string> rows, CollectedRows bad) = Decode("1;x;2;A;n;;2020-01-02\n", header: false, delimiter: ';');
        Assert.Empty(bad.Rows);
        Assert.Equal(["1|2|A|n|2020-01-02T00:00:00.0000000"], rows);
    }

    [Theory]
    [InlineData("x,,,A,,,2020-01-02", "column 'Id' must be a 64-bit integer and is 'x'")]
    [InlineData(",,,A,,,2020-01-02", "column 'Id' must be a 64-bit integer and is empty")]
    [InlineData("1,,2.5.6,A,,,2020-01-02", "column 'Price' must be a number and is '2.5.6'")]
    [InlineData("1,,,A,,,2020-01-32", "column 'Day' must be an ISO 8601 date or a number of milliseconds and is '2020-01-32'")]
    [InlineData("1,,,A,,2020-01-02", "it has 6 fields and not 7")]
    [InlineData("1,,,A,,,2020-01-02,", "it has 8 fields and not 7")]
    [InlineData("1,,,A\"b\",,,2020-01-02", "column 'Name' must be in quotes as a whole, with quotes inside doubled, if it has quotes and is 'A\"b\"'")]
    [InlineData("1,,,\"A\"b,,,2020-01-02", "column 'Name' must be in quotes as a whole, with quotes inside doubled, if it has quotes and is '\"A\"b'")]
    [InlineData("1,,,\"A\"b\"c\",,,2020-01-02", "column 'Name' must be in quotes as a whole, with quotes inside doubled, if it has quotes and is 'A\"b\"c'")]
    public void Malformed_rows_are_told_and_left_out(string row, string reason)
    {
        foreach (string end in (string[])["\n", "\r\n"])
        {
            string text = Header + "1,,,A,,,2020-01-02" + end + row + end + "2,,,B,,,2020-01-02" + end;
            (List<string> rows, CollectedRows bad) = Decode(text);
            Assert.Equal(["1|null|A|null|2020-01-02T00:00:00.0000000", "2|null|B|null|2020-01-02T00:00:00.0000000"], rows);
            (long offset, string raw, string told) = Assert.Single(bad.Rows);
            Assert.Equal(reason, told);
            Assert.Equal(row, raw);
            Assert.Equal(Header.Length + "1,,,A,,,2020-01-02".Length + end.Length, offset);
        }
    }

    [Fact]
    public void A_quote_that_is_never_closed_makes_the_rest_one_malformed_row()
    {
        (List<string> rows, CollectedRows bad) = Decode(Header + "1,,,A,,,2020-01-02\n2,,,\"B,,,2020-01-02\n3,,,C,,,2020-01-02\n");
        Assert.Single(rows);
        Assert.Equal("a quoted field is not closed before the end of the input", Assert.Single(bad.Rows).Reason);
    }

    [Fact]
    public void Text_that_is_not_utf8_makes_a_row_malformed_if_it_is_read()
    {
        byte[] data = [.. Encoding.UTF8.GetBytes(Header + "1,,,Zoë,,,2020-01-02\n2,,,Z"), 0xC3, .. Encoding.UTF8.GetBytes(",,,2020-01-02\n3,"), 0xFF, .. Encoding.UTF8.GetBytes(",,C,,,2020-01-02\n")];
        (List<string> rows, CollectedRows bad) = Decode(data);
        Assert.Equal(["1|null|Zoë|null|2020-01-02T00:00:00.0000000", "3|null|C|null|2020-01-02T00:00:00.0000000"], rows);
        Assert.StartsWith("column 'Name' must be valid UTF-8", Assert.Single(bad.Rows).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nul_bytes_are_bytes_like_others()
    {
        (List<string> rows, CollectedRows bad) = Decode(Header + "1,,,A\0B,\0,\0,2020-01-02\n");
        Assert.Empty(bad.Rows);
        Assert.Equal(["1|null|A\0B|\0|2020-01-02T00:00:00.0000000"], rows);
    }

    [Fact]
    public void Rows_with_endless_fields_are_malformed_and_skipped()
    {
        string text = Header + "1,,,A,,,2020-01-02\n" + new string(',', 200_000) + "\n2,,,B,,,2020-01-02\n" + new string(',', 100_000);
        foreach (int split in (int[])[int.MaxValue / 2, 30_000])
        {
            (List<string> rows, CollectedRows bad) = Decode(Encoding.UTF8.GetBytes(text), splits: [split]);
            Assert.Equal(2, rows.Count);
            Assert.Equal([200_000, 100_000], bad.Rows.Select(b => b.Raw.Length));
        }
    }

    [Fact]
    public void A_row_larger_than_any_block_is_read()
    {
        string name = new('n', 3_000_000);
        (List<string> rows, CollectedRows bad) = Decode(Encoding.UTF8.GetBytes($"{Header}1,,,A,,,2020-01-02\n2,,,{name},,,2020-01-02\n3,,,\"{name}\"\"\",,,2020-01-02\n"), splits: [700_000]);
        Assert.Empty(bad.Rows);
        Assert.Equal(3, rows.Count);
        Assert.Contains(name + "\"", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        var text = new StringBuilder(Header);
        for (int i = 0; i < 20_000; i++)
        {
            text.Append(i).Append(",,").Append(i).Append(".25,\"Na\"\"me\",note,,2020-01-02\n");
        }

        using var bytes = new PaddedText(text.ToString());
        using var decoder = new CsvRecordDecoder(1000, new CollectedRows());
        Frame frame = bytes.ToFrame(bytes.Length, isFinal: true);
        Assert.Equal(0, SteadyState.AllocatedBytes(20_000, () =>
        {
            int rows = 0;
            int position = Header.Length;
            int count;
            while ((count = decoder.Decode(frame, ref position)) > 0)
            {
                rows += count;
            }

            return rows;
        }));
    }

    private static (List<string> Rows, CollectedRows Bad) Decode(string text, bool header = true, char delimiter = ',') =>
        Decode(Encoding.UTF8.GetBytes(text), header, delimiter);

    private static (List<string> Rows, CollectedRows Bad) Decode(byte[] data, bool header = true, char delimiter = ',', IReadOnlyList<int>? splits = null)
    {
        var bad = new CollectedRows();
        var rows = new List<string>();
        using var decoder = new CsvRecordDecoder(100, bad, header, delimiter);
        FrameFeeder.Feed(data, splits ?? [], decoder.BeginSegment, decoder.Decode, count =>
        {
            for (int r = 0; r < count; r++)
            {
                rows.Add(decoder.Row(r));
            }
        });
        return (rows, bad);
    }
}
