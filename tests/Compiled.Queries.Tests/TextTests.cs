using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

public sealed class TextTests
{
    private static readonly Utf8String[][] Parts = Make();

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Lines_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TextLines), setting);
        MemorySink<WordCounted> words, trimmed, madeWords;
        MemorySink<Utf8String> longLines, madeParts, partsOfParts;
        MemorySink<(Utf8String Word, int At, bool Hash)> places;
        MemorySink<(int Length, long Lines, Utf8String Least, Utf8String Greatest)> lengths;
        MemorySink<(Utf8String Name, long Count)> made;
        await run.Run(TextLines
            .Read(lines: run.Input("lines", Parts), length: run.Parameter("length", 25))
            .Write(
                words: words = run.Output<WordCounted>(), trimmed: trimmed = run.Output<WordCounted>(), @long: longLines = run.Output<Utf8String>(),
                places: places = run.Output<(Utf8String, int, bool)>(), lengths: lengths = run.Output<(int, long, Utf8String, Utf8String)>(), madeWords: madeWords = run.Output<WordCounted>(), madeParts: madeParts = run.Output<Utf8String>(), partsOfParts: partsOfParts = run.Output<Utf8String>(), made: made = run.Output<(Utf8String, long)>()));

        string[] lines = [.. Parts.SelectMany(p => p).Select(l => l.ToString())];
        run.Expect("Words", lines.SelectMany(l => l.Split(' ')).GroupBy(w => w).Select(g => new WordCounted(g.Key, g.LongCount())), words.Rows);
        run.Expect(
            "Trimmed",
            lines.Where(l => !l.StartsWith('#')).SelectMany(l => l.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries)).Where(p => Bytes(p) > 1)
                .GroupBy(p => p.Trim()).Select(g => new WordCounted(g.Key, g.LongCount())),
            trimmed.Rows.GroupBy(r => r.Word).Select(g => g.Last()));
        run.Expect("Long", lines.Where(l => Bytes(l) > 25).Select(l => new Utf8String(l).Substring(0, 3)), longLines.Rows);
        run.Expect(
            "Places",
            lines.SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries), (l, w) => (l, w)).Where(x => string.CompareOrdinal(x.w, "m") > 0)
                .Select(x => ((Utf8String)x.w, Bytes(x.l[..x.l.IndexOf(x.w, StringComparison.Ordinal)]), x.l.Contains('#'))),
            places.Rows);
        run.Expect(
            "Lengths",
            Parts.SelectMany(p => p).GroupBy(l => l.Length % 7).OrderBy(g => g.Key).Select(g => (g.Key, g.LongCount(), g.Min(), g.Max())),
            lengths.Rows);
        run.Expect(
            "MadeWords",
            lines.SelectMany(l => (l + l).Split(' ')).GroupBy(w => Bytes(w) > 3 ? w + w : w).Select(g => new WordCounted(g.Key, g.LongCount())),
            madeWords.Rows);
        run.Expect("MadeParts", lines.SelectMany(l => (l + l).Split(',')).Select(p => new Utf8String(p)), madeParts.Rows);
        run.Expect("PartsOfParts", lines.SelectMany(l => l.Split(' ')).SelectMany(w => w.Split('-')).Select(p => new Utf8String(p)), partsOfParts.Rows);
        run.Expect("Made", lines.SelectMany(l => (string[])["lines", $"length {Bytes(l)}"]).GroupBy(p => p).Select(g => ((Utf8String)g.Key, g.LongCount())), made.Rows);
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Lines_that_the_decoder_splits_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TextParts), setting);
        MemorySink<WordCounted> words;
        MemorySink<Utf8String> longWords;
        MemorySink<(int Length, long Words, Utf8String Greatest)> lengths;
        await run.Run(TextParts
            .Read(lines: run.Input("lines", Parts), length: run.Parameter("length", 4))
            .Write(words: words = run.Output<WordCounted>(), @long: longWords = run.Output<Utf8String>(), lengths: lengths = run.Output<(int, long, Utf8String)>()));

        Utf8String[] all = [.. Parts.SelectMany(p => p).SelectMany(l => l.ToString().Split(' ')).Select(w => new Utf8String(w))];
        run.Expect("Words", all.GroupBy(w => w).Select(g => new WordCounted(g.Key, g.LongCount())), words.Rows);
        run.Expect("Long", all.Where(w => w.Length > 4), longWords.Rows);
        run.Expect(
            "Lengths",
            all.Where(w => w.Length != 1).GroupBy(w => w.Length).Select(g => (g.Key, g.LongCount(), g.Max())),
            lengths.Rows.GroupBy(r => r.Length).Select(g => g.Last()));
    }

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Parts_that_are_not_empty_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(TextFields), setting);
        MemorySink<WordCounted> words;
        await run.Run(TextFields.Read(lines: run.Input("lines", Parts)).Write(words: words = run.Output<WordCounted>()));
        run.Expect("Words", Fields(), words.Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Lines_that_come_as_objects_are_split_too(int batchRows)
    {
        MemorySource<Utf8String> source = Source.Memory<Utf8String>();
        source.Add([.. Parts.SelectMany(p => p)]);
        MemorySink<WordCounted> words = Sink.Memory<WordCounted>();
        long rowsIn = 0;
        await TextFields.Read(lines: source).Write(words: words).BatchRows(batchRows).Trigger(Trigger.AvailableNow)
            .OnProgress(progress => rowsIn += progress.Inputs[0].Rows).RunAsync();
        Assert.Equal(Fields().OrderBy(w => w.Word), words.Rows.OrderBy(w => w.Word));
        Assert.Equal(Parts.Sum(p => p.Length), rowsIn);
    }

    [Fact]
    public async Task What_came_in_is_lines_and_not_parts()
    {
        long rowsIn = 0;
        await TextFields.Read(lines: Source.Bytes().Add("a,b\r\n\n,,\nc"u8.ToArray()).Complete()).Write(words: Sink.Memory<WordCounted>()).Trigger(Trigger.AvailableNow)
            .OnProgress(progress => rowsIn += progress.Inputs[0].Rows).RunAsync();
        Assert.Equal(4, rowsIn);
    }

    private static IEnumerable<WordCounted> Fields() => Parts.SelectMany(p => p)
        .SelectMany(l => l.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)).GroupBy(w => w).Select(g => new WordCounted(g.Key, g.LongCount()));

    private static int Bytes(string text) => System.Text.Encoding.UTF8.GetByteCount(text);

    private static Utf8String[][] Make()
    {
        var random = new Random(5);
        string[] words = ["the", "quick", "brown", "fox", "über", "#tag", "a,b", "x", "", "a-word-longer-than-the-width-of-a-vector-and-then-some", ", spaced ,", "zebra"];
        return [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 150).Select(_ => new Utf8String(
            string.Join(' ', Enumerable.Range(0, random.Next(9)).Select(_ => words[random.Next(words.Length)])))).ToArray())];
    }
}
