using System.Text;
using Compiled.Formats;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.Formats;

public sealed class SplitCursorTests
{
    [Theory]
    [InlineData(' ', false)]
    [InlineData(' ', true)]
    [InlineData(',', true)]
    [InlineData('\0', false)]
    [InlineData('*', false)]
    public void Parts_are_those_of_each_line_whatever_the_width_and_the_frames(char separator, bool skipEmpty)
    {
        var random = new Random(7 + separator);
        string[] pieces = ["a", "word ", "é漢😀", "\0", ",", ", ", "*", "\r", "\n", "\r\n", "\n\n", new string('x', 100), "several words in a row "];
        for (int file = 0; file < 150; file++)
        {
            string text = Text(random, file % 3 == 0 ? pieces.Where(p => !p.Contains('\r')).ToArray() : pieces);
            byte[] data = Encoding.UTF8.GetBytes(text);
            string[] lines = Lines(text);
            List<string> expected = [.. lines.SelectMany(l => l.Split(separator, skipEmpty ? StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None))];
            foreach (int bits in (int[])[512, 256, 128, 0])
            {
                int[] splits = [.. Enumerable.Range(0, 7).Select(_ => random.Next(1, 5000))];
                (List<string> parts, int count, CollectedRows bad) = Decode(data, separator, skipEmpty, random.Next(1, 200), splits, bits);
                Assert.Empty(bad.Rows);
                Assert.Equal(expected, parts);
                Assert.Equal(lines.Length, count);
            }
        }
    }

    [Theory]
    [InlineData(512)]
    [InlineData(0)]
    public void A_line_that_is_not_utf8_is_malformed_and_has_no_parts(int bits)
    {
        byte[] data = [.. "good ë\n"u8, .. "bad "u8, 0xC3, 0x28, .. " more"u8, (byte)'\n', .. "\ngood too\r\n"u8, 0xED, 0xA0, 0x80];
        (List<string> parts, int lines, CollectedRows bad) = Decode(data, ' ', skipEmpty: false, batchRows: 2, [], bits);
        Assert.Equal(["good", "ë", "", "good", "too"], parts);
        Assert.Equal(3, lines);
        Assert.Equal([(8L, 11), (31L, 3)], bad.Rows.Select(b => (b.Offset, b.Raw.Length)));
    }

    [Fact]
    public void No_part_of_a_line_is_taken_that_turns_out_malformed_behind_many_blocks()
    {
        byte[] data = [.. Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a b ", 50_000))), 0xFF, (byte)'\n', .. "c d"u8];
        (List<string> parts, int lines, CollectedRows bad) = Decode(data, ' ', skipEmpty: true, batchRows: 100, [30_000], 512);
        Assert.Equal(["c", "d"], parts);
        Assert.Equal(1, lines);
        Assert.Equal(0, Assert.Single(bad.Rows).Offset);
    }

    [Fact]
    public void A_line_of_more_parts_than_a_block_holds_is_split()
    {
        byte[] data = Encoding.UTF8.GetBytes(new string(' ', 100_000) + "\nlast");
        (List<string> parts, int lines, _) = Decode(data, ' ', skipEmpty: false, batchRows: 4096, [40_000], 512);
        Assert.Equal(100_002, parts.Count);
        Assert.Equal("last", parts[^1]);
        Assert.Equal(2, lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Keys_are_those_of_the_parts(bool skipEmpty)
    {
        byte[] data = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("some words\r\n\nand  a-word-that-is-longer-than-a-key a\n", 100)));
        using var arena = new ColumnArena();
        Column<Utf8Slice> parts = arena.Allocate<Utf8Slice>(1000);
        Column<TextKey> keys = arena.Allocate<TextKey>(1000);
        var slices = new SplitCursor(' ', skipEmpty, 1000, new CollectedRows());
        var made = new SplitCursor(' ', skipEmpty, 1000, new CollectedRows());
        FrameFeeder.Feed(data, [], made.BeginSegment, Read, count =>
        {
            for (int r = 0; r < count; r++)
            {
                Assert.True(TextKey.Equal(new TextKey(parts[r]), keys[r]));
            }
        });

        int Read(in Frame frame, ref int position)
        {
            int same = position;
            int count = slices.Read(in frame, ref same, parts);
            Assert.Equal(count, made.Read<TextKey, TextKey>(in frame, ref position, keys));
            return count;
        }
    }

    [Theory]
    [InlineData('\n')]
    [InlineData('\r')]
    [InlineData('é')]
    public void A_separator_is_ascii_and_no_line_break(char separator) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SplitCursor(separator, skipEmpty: false, 10, new CollectedRows()));

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        using var bytes = new PaddedText(string.Concat(Enumerable.Repeat("some words in a line\r\nand ünicode\n", 10_000)));
        using var arena = new ColumnArena();
        Column<Utf8Slice> parts = arena.Allocate<Utf8Slice>(500);
        var cursor = new SplitCursor(' ', skipEmpty: false, 500, new CollectedRows());
        Frame frame = bytes.ToFrame(bytes.Length, isFinal: true);
        Assert.Equal(0, SteadyState.AllocatedBytes(70_000, () =>
        {
            int rows = 0;
            int position = 0;
            int count;
            while ((count = cursor.Read(frame, ref position, parts)) > 0)
            {
                rows += count;
            }

            return rows;
        }));
    }

    private static string Text(Random random, string[] pieces)
    {
        var text = new StringBuilder();
        for (int n = random.Next(2000); n > 0; n--)
        {
            text.Append(pieces[random.Next(pieces.Length)]);
        }

        return text.ToString();
    }

    private static string[] Lines(string text)
    {
        string[] lines = text.Split('\n');
        return [.. lines.Take(lines[^1].Length == 0 ? lines.Length - 1 : lines.Length).Select(l => l.EndsWith('\r') ? l[..^1] : l)];
    }

    private static (List<string> Parts, int Lines, CollectedRows Bad) Decode(byte[] data, char separator, bool skipEmpty, int batchRows, int[] splits, int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        using var arena = new ColumnArena();
        Column<Utf8Slice> column = arena.Allocate<Utf8Slice>(batchRows);
        var bad = new CollectedRows();
        var cursor = new SplitCursor(separator, skipEmpty, batchRows, bad);
        var parts = new List<string>();
        int lines = 0;
        FrameFeeder.Feed(data, splits, cursor.BeginSegment, Read, count =>
        {
            for (int r = 0; r < count; r++)
            {
                parts.Add(column[r].ToString());
            }
        });
        return (parts, lines, bad);

        int Read(in Frame frame, ref int position)
        {
            int count = cursor.Read(frame, ref position, column);
            lines += cursor.Lines;
            return count;
        }
    }
}
