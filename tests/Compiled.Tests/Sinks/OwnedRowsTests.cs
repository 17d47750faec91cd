using Compiled.Execution;
using Compiled.Formats;
using Compiled.Sinks;

namespace Compiled.Tests.Sinks;

public class OwnedRowsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_024)]
    [InlineData(1_025)]
    [InlineData(300_000)]
    public void All_rows_come_back_in_order_epoch_after_epoch(int rows)
    {
        AssertKept(new OwnedRows<Counted>(new CountedCodec()), rows, i => new Counted($"w{i % 100}", i));
        AssertKept(new OwnedRows<Number>(new NumberCodec()), rows, i => new Number(i, -i));
    }

    [Fact]
    public void An_epoch_of_another_size_holds_nothing_of_the_one_before()
    {
        var kept = new OwnedRows<Number>(new NumberCodec());
        foreach (int rows in (int[])[5_000, 10, 0, 3_000, 200_000, 1])
        {
            Number[] expected = [.. Enumerable.Range(0, rows).Select(i => new Number(rows, i))];
            kept.Add(expected);
            Assert.Equal(expected, kept.Take());
        }
    }

    [Theory]
    [InlineData(65_537)]
    [InlineData(130_048)]
    [InlineData(130_049)]
    public void Many_rows_are_found_by_their_index(int rows)
    {
        var kept = new OwnedRows<Number>(new NumberCodec());
        Number[] expected = [.. Enumerable.Range(0, rows).Select(i => new Number(rows, i))];
        kept.Add(expected);
        IReadOnlyList<Number> taken = kept.Take();
        Assert.Equal(rows, taken.Count);
        for (int i = 0; i < rows; i++)
        {
            if (taken[i] != expected[i])
            {
                Assert.Equal(expected[i], taken[i]);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => taken[rows]);
        Assert.Throws<ArgumentOutOfRangeException>(() => taken[-1]);

        // What comes next does not overwrite what was given out.
        kept.Add(new Number[rows]);
        Assert.Equal(expected, taken);
    }

    [Theory]
    [InlineData(1_024)]
    [InlineData(1_047_552)]
    [InlineData(1_047_553)]
    [InlineData(1_047_552 + (2 * 524_288))]
    [InlineData(1_047_553 + (2 * 524_288))]
    public void Rows_lie_in_arrays_that_double_up_to_a_greatest_size(int rows)
    {
        var blocks = new List<byte[]>();
        for (int at = 0; at < rows; at += blocks[^1].Length)
        {
            blocks.Add(new byte[RowBlocks<byte>.RowsOf(blocks.Count)]);
            for (int i = 0; i < blocks[^1].Length; i++)
            {
                blocks[^1][i] = ValueOf(at + i);
            }
        }

        var all = new RowBlocks<byte>([.. blocks], rows);
        Assert.Equal(-1, Enumerable.Range(0, rows).FirstOrDefault(i => all[i] != ValueOf(i), -1));
        int next = 0;
        Assert.DoesNotContain(all, value => value != ValueOf(next++));
        Assert.Equal(rows, next);

        static byte ValueOf(int index) => (byte)((uint)(index * 0x9E3779B1u) >> 24);
    }

    [Fact]
    public void Many_rows_can_be_gone_through_more_than_once()
    {
        var kept = new OwnedRows<Number>(new NumberCodec());
        kept.Add([.. Enumerable.Range(0, 140_000).Select(i => new Number(1, i))]);
        IReadOnlyList<Number> taken = kept.Take();
        using IEnumerator<Number> one = taken.GetEnumerator();
        for (int i = 0; i < taken.Count; i++)
        {
            Assert.True(one.MoveNext());
            Assert.Equal(i, one.Current.Right);
        }

        Assert.False(one.MoveNext());
        Assert.False(one.MoveNext());
        Assert.Equal(140_000L * 139_999 / 2, taken.Sum(row => row.Right));
    }

    private static void AssertKept<T>(OwnedRows<T> kept, int rows, Func<int, T> row)
    {
        var random = new Random(rows);
        T[] all = [.. Enumerable.Range(0, rows).Select(row)];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            for (int at = 0; at < rows;)
            {
                int count = Math.Min(rows - at, random.Next(1, 3_000));
                kept.Add(all.AsSpan(at, count));
                at += count;
            }

            Assert.Equal(rows, kept.Count);
            Assert.Equal(all, kept.Take());
            Assert.Equal(0, kept.Count);
            Assert.Empty(kept.Take());
        }
    }

    private readonly record struct Number(long Left, long Right);

    private sealed class NumberCodec : RowCodec<Number>
    {
        public override IReadOnlyList<string> Columns => ["left", "right"];

        public override void WriteJson(ReadOnlySpan<Number> rows, Utf8Buffer output) => throw new NotSupportedException("Nothing is written here.");

        public override void WriteCsv(ReadOnlySpan<Number> rows, Utf8Buffer output, byte delimiter) => throw new NotSupportedException("Nothing is written here.");

        public override void WriteText(ReadOnlySpan<Number> rows, Utf8Buffer output) => throw new NotSupportedException("Nothing is written here.");

        public override void CopyOwned(ReadOnlySpan<Number> rows, Span<Number> destination) => rows.CopyTo(destination);
    }
}
