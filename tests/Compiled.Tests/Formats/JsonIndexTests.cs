using Compiled.Formats;

namespace Compiled.Tests.Formats;

/// <summary>The index kernels against the scalar one, and that against the definition.</summary>
public sealed unsafe class JsonIndexTests
{
    private const string Alphabet = "\"\"\"\\\\\n\nab:,{}\0é ";

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Every_width_finds_what_the_definition_says(int width)
    {
        var random = new Random(5 + width);
        using var index = new JsonIndex(width);
        byte* memory = stackalloc byte[64 + 4096 + 128];
        for (int round = 0; round < 3000; round++)
        {
            int length = random.Next(1, round % 10 == 0 ? 4096 : 300);
            byte* block = memory + random.Next(64);
            int variety = random.Next(1, Alphabet.Length);
            for (int i = 0; i < length + 64; i++)
            {
                block[i] = (byte)Alphabet[random.Next(4) == 0 ? random.Next(Alphabet.Length) : random.Next(variety)];
            }

            Check(index, block, length, endsRow: false);
            Check(index, block, length, endsRow: true);
        }
    }

    [Fact]
    public void A_backslash_at_the_end_of_a_row_does_not_reach_the_next_row()
    {
        byte[] text = "\"a\\\n\"b\"\n"u8.ToArray();
        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            using var index = new JsonIndex(width);
            byte[] padded = [.. text, .. new byte[64]];
            fixed (byte* block = padded)
            {
                Assert.Equal(text.Length, index.Scan(block, text.Length, endsRow: false));
                Assert.Equal([0, 3, 4, 6, 7], new ReadOnlySpan<ushort>(index.Positions, 5).ToArray());
            }
        }
    }

    [Fact]
    public void A_full_block_of_quotes_fits()
    {
        byte[] text = new byte[JsonIndex.BlockBytes + 64];
        text.AsSpan().Fill((byte)'"');
        foreach (int width in new[] { 512, 256, 128, 0 })
        {
            using var index = new JsonIndex(width);
            fixed (byte* block = text)
            {
                Assert.Equal(JsonIndex.BlockBytes + 1, index.Scan(block, JsonIndex.BlockBytes, endsRow: true));
                Assert.Equal(JsonIndex.BlockBytes, index.NewlineOf(0));
                Assert.Equal(JsonIndex.BlockBytes, index.Positions[JsonIndex.BlockBytes]);
                Assert.Equal(JsonIndex.BlockBytes - 1, index.Positions[JsonIndex.BlockBytes - 1]);
            }
        }
    }

    private static void Check(JsonIndex index, byte* block, int length, bool endsRow)
    {
        List<int> expected = Positions(new ReadOnlySpan<byte>(block, length));
        int lastNewline = new ReadOnlySpan<byte>(block, length).LastIndexOf((byte)'\n');
        bool adds = endsRow && lastNewline != length - 1;
        int end = index.Scan(block, length, endsRow);
        Assert.Equal(adds ? length + 1 : lastNewline + 1, end);
        if (adds)
        {
            expected.Add(length);
        }

        Assert.Equal(expected, new ReadOnlySpan<ushort>(index.Positions, expected.Count).ToArray().Select(p => (int)p));
        for (int row = 0; row < end;)
        {
            int newline = index.NewlineOf(row);
            int position = index.Positions[newline];
            int next = new ReadOnlySpan<byte>(block + row, length - row).IndexOf((byte)'\n');
            Assert.Equal(next < 0 ? length : row + next, position);
            row = position + 1;
        }
    }

    /// <summary>Written as the definition reads: count the backslashes before each quote.</summary>
    private static List<int> Positions(ReadOnlySpan<byte> block)
    {
        var positions = new List<int>();
        for (int i = 0; i < block.Length; i++)
        {
            int backslashes = 0;
            while (i - backslashes > 0 && block[i - backslashes - 1] == (byte)'\\')
            {
                backslashes++;
            }

            if (block[i] == (byte)'\n' || (block[i] == (byte)'"' && backslashes % 2 == 0))
            {
                positions.Add(i);
            }
        }

        return positions;
    }
}
