using System.Text;
using Compiled.Formats;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.Formats;

public sealed class CsvTextFormTests
{
    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(0)]
    public void Words_and_keys_are_those_of_the_slices(int bits)
    {
        using IDisposable _ = VectorWidth.Force(bits);
        var random = new Random(11);
        string[] plain = ["", "a", "BUY", "SELL", "seven 7", "fifteen letters", "sixteen letters!", "a text that is longer than a key holds inside", "é漢"];
        string[] hostile = [.. plain, "\"BUY\"", "\"with \"\"quotes\"\"\"", "\"\"", "\"a,b\"", "\"two\nlines\""];
        for (int file = 0; file < 60; file++)
        {
            string[] fields = file % 2 == 0 ? plain : hostile;
            string end = file % 3 == 0 ? "\r\n" : "\n";
            var text = new StringBuilder("a,b,c" + end);
            for (int n = random.Next(600); n > 0; n--)
            {
                text.Append(random.Next(100)).Append(',').Append(fields[random.Next(fields.Length)]).Append(',').Append(fields[random.Next(fields.Length)]).Append(end);
            }

            Check(Encoding.UTF8.GetBytes(text.ToString()), random.Next(1, 300), ordinal: 1 + (file % 2));
        }
    }

    [Fact]
    public void Text_that_is_not_utf8_is_malformed_in_every_form()
    {
        byte[] data = [.. "a,b,c\n1,good,x\n2,"u8, 0xFF, .. ",x\n3,good,x\n"u8];
        Assert.Equal(1, Check(data, batchRows: 10, ordinal: 1));
    }

    private static int Check(byte[] data, int batchRows, int ordinal)
    {
        using var arena = new ColumnArena();
        Column<Utf8Slice> slices = arena.Allocate<Utf8Slice>(batchRows);
        Column<ulong> words = arena.Allocate<ulong>(batchRows);
        Column<TextKey> keys = arena.Allocate<TextKey>(batchRows);
        var bad = new CollectedRows();
        string name = "abc"[ordinal].ToString();
        var csv = new CsvCursor([new CsvColumn(name, ordinal, true), new CsvColumn(name, ordinal, true), new CsvColumn(name, ordinal, true)], 3, ',', header: true, batchRows, bad);
        FrameFeeder.Feed(data, [1000, 3000], csv.BeginSegment, Decode, count =>
        {
            for (int r = 0; r < count; r++)
            {
                Assert.Equal(TextWord.Of(slices[r]), words[r]);
                Assert.True(TextKey.Equal(new TextKey(slices[r]), keys[r]));
                Assert.Equal(TextKey.Hash(new TextKey(slices[r])), TextKey.Hash(in keys[r]));
            }
        });
        return bad.Rows.Count;

        int Decode(in Frame frame, ref int position)
        {
            csv.BeginBatch(in frame);
            while (csv.NextBlock(ref position))
            {
                csv.ReadText(0, slices);
                csv.ReadText<ulong, TextWord>(1, words);
                csv.ReadText<TextKey, TextKey>(2, keys);
                if (csv.HasMalformed)
                {
                    csv.ReportMalformed();
                    csv.Drop(slices);
                    csv.Drop(words);
                    csv.Drop(keys);
                }
            }

            return csv.Count;
        }
    }
}
