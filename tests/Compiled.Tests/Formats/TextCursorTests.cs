using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

public sealed class TextCursorTests
{
    [Fact]
    public void Lines_are_those_of_a_line_reader_whatever_the_width_and_the_frames()
    {
        var random = new Random(3);
        string[] pieces = ["a", "word ", "é漢😀", "\0", "\"", ",", "\n", "\r\n", "\n\n", new string('x', 100)];
        for (int file = 0; file < 300; file++)
        {
            var text = new StringBuilder();
            for (int n = random.Next(2000); n > 0; n--)
            {
                text.Append(pieces[random.Next(pieces.Length)]);
            }

            byte[] data = Encoding.UTF8.GetBytes(text.ToString());
            string[] lines = text.ToString().Split('\n');
            List<string> expected = [.. lines.Take(lines[^1].Length == 0 ? lines.Length - 1 : lines.Length).Select(l => l.EndsWith('\r') ? l[..^1] : l)];
            foreach (int bits in (int[])[512, 256, 128, 0])
            {
                int[] splits = [.. Enumerable.Range(0, 7).Select(_ => random.Next(1, 5000))];
                (List<string> rows, CollectedRows bad) = Decode(data, random.Next(1, 200), splits, bits);
                Assert.Empty(bad.Rows);
                Assert.Equal(expected, rows);
                Assert.Equal(expected.Count, Count(data, splits));
            }
        }
    }

    [Fact]
    public void A_line_that_is_not_utf8_is_malformed()
    {
        byte[] data = [.. "good ë\n"u8, .. "bad "u8, 0xC3, 0x28, (byte)'\n', .. "good\n"u8, 0xED, 0xA0, 0x80];
        (List<string> rows, CollectedRows bad) = Decode(data, 10, [], 512);
        Assert.Equal(["good ë", "good"], rows);
        Assert.Equal([8L, 20L], bad.Rows.Select(b => b.Offset));
    }

    [Fact]
    public void A_line_larger_than_any_block_is_read()
    {
        byte[] data = [.. Enumerable.Repeat((byte)'z', 5_000_000), (byte)'\n', (byte)'y'];
        (List<string> rows, _) = Decode(data, 10, [1_000_000], 512);
        Assert.Equal([5_000_000, 1], rows.Select(r => r.Length));
    }

    [Fact]
    public void Steady_state_allocates_nothing()
    {
        using var bytes = new PaddedText(string.Concat(Enumerable.Repeat("some words in a line\r\nand ünicode\n", 10_000)));
        using var arena = new ColumnArena();
        Column<Utf8Slice> lines = arena.Allocate<Utf8Slice>(500);
        var cursor = new TextCursor(500, new CollectedRows());
        Frame frame = bytes.ToFrame(bytes.Length, isFinal: true);
        Assert.Equal(0, SteadyState.AllocatedBytes(20_000, () =>
        {
            int rows = 0;
            int position = 0;
            int count;
            while ((count = cursor.Read(frame, ref position, lines)) > 0)
            {
                rows += count;
            }

            return rows;
        }));
    }

    private static (List<string> Rows, CollectedRows Bad) Decode(byte[] data, int batchRows, int[] splits, int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        using var arena = new ColumnArena();
        Column<Utf8Slice> lines = arena.Allocate<Utf8Slice>(batchRows);
        var bad = new CollectedRows();
        var cursor = new TextCursor(batchRows, bad);
        var rows = new List<string>();
        FrameFeeder.Feed(data, splits, cursor.BeginSegment, (in Frame frame, ref int position) => cursor.Read(frame, ref position, lines), count =>
        {
            for (int r = 0; r < count; r++)
            {
                rows.Add(lines[r].ToString());
            }
        });
        return (rows, bad);
    }

    private static int Count(byte[] data, int[] splits)
    {
        var cursor = new TextCursor(100, new CollectedRows());
        int rows = 0;
        FrameFeeder.Feed(data, splits, cursor.BeginSegment, (in Frame frame, ref int position) => cursor.Skip(frame, ref position), count => rows += count);
        return rows;
    }
}
