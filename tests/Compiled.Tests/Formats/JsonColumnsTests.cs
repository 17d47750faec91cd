using System.Runtime.InteropServices;
using System.Text;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Members of many rows at once, against what tells a value alone.</summary>
public sealed unsafe class JsonColumnsTests
{
    private static readonly string[] Texts =
    [
        "", "a", "air", "AIR", "airs", "ai", "fair", "12345678", "123456789", "1234567890123456789012345678901", "12345678901234567890123456789012", "123456789012345678901234567890123",
        "a\\\\b", "\\u0061ir", "tab\t", "é", "air\u007f", "a text that is longer than a vector and plain all the same",
    ];

    [Theory]
    [InlineData("air")]
    [InlineData("a")]
    [InlineData("12345678")]
    public void Texts_are_compared_and_found_plain_as_they_are_alone(string wanted)
    {
        var random = new Random(5);
        for (int round = 0; round < 300; round++)
        {
            string[] kinds = Texts[..(2 + random.Next(Texts.Length - 1))];
            int count = random.Next(1, JsonColumns.Rows + 1);
            string[] values = [.. Enumerable.Range(0, count).Select(_ => kinds[random.Next(kinds.Length)])];
            using var bytes = new PaddedText(Encoding.UTF8.GetBytes("\"" + string.Join("\"\"", values) + "\""), (byte)'"');
            int stride = 1 + random.Next(3);
            var places = new uint[count * stride];
            int at = 1;
            for (int i = 0; i < count; i++)
            {
                int length = Encoding.UTF8.GetByteCount(values[i]);
                places[i * stride] = (uint)at | ((uint)(at + length) << 16);
                at += length + 2;
            }

            int[] rows = [.. Enumerable.Range(0, count)];
            var slices = new Utf8Slice[count];
            var kept = new int[count];
            int found;
            ulong rare;
            byte[] word = new byte[8];
            Encoding.UTF8.GetBytes(wanted).CopyTo(word, 8 - wanted.Length);
            fixed (uint* place = places)
            fixed (int* row = rows, next = kept)
            fixed (Utf8Slice* slice = slices)
            {
                rare = JsonColumns.Texts(bytes.Pointer, place, stride, row, count, slice);
                found = JsonColumns.Equal(bytes.Pointer, place, stride, count, MemoryMarshal.Read<ulong>(word), wanted.Length, next);
            }

            Assert.Equal(values, slices.Select(s => s.ToString()));
            Assert.Equal(values.Select(v => !IsPlain(v)), Enumerable.Range(0, count).Select(i => (rare >> i & 1) != 0));
            if (values.All(v => IsPlain(v) && v.Length < 32))
            {
                Assert.Equal(Enumerable.Range(0, count).Where(i => values[i] == wanted), kept[..found]);
            }
            else
            {
                Assert.Equal(-1, found);
            }
        }

        static bool IsPlain(string text) => text.Length <= 32 && text.All(c => c is >= ' ' and <= '\u007f' and not '\\');
    }

    [Theory]
    [InlineData(TimeUnit.Text)]
    [InlineData(TimeUnit.Seconds)]
    [InlineData(TimeUnit.Milliseconds)]
    [InlineData(TimeUnit.Microseconds)]
    public void Dates_are_told_as_they_are_alone(TimeUnit unit)
    {
        if (!JsonColumns512.IsSupported)
        {
            return;
        }

        var random = new Random(3);
        Assert.True(DateParser.TryScale(unit, out long ticks, out long before, out long all));
        long[] limits = [-before, all - before, -before - 1, all - before + 1, long.MinValue, long.MaxValue, 0];
        for (int round = 0; round < 300; round++)
        {
            long[] values = [.. Enumerable.Range(0, 16).Select(_ => random.NextInt64(-before, all - before))];
            values[random.Next(16)] = limits[round % limits.Length];
            var expected = new long[16];
            bool areDates = true;
            for (int i = 0; i < 16; i++)
            {
                areDates &= DateParser.TryEpoch(values[i], unit, out expected[i]);
            }

            fixed (long* value = values)
            {
                Assert.Equal(areDates, JsonColumns512.Epochs(value, 16, ticks, before, all));
            }

            Assert.Equal(expected, values);
        }

        Assert.False(DateParser.TryScale(TimeUnit.Nanoseconds, out _, out _, out _));
    }
}
