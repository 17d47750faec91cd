using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Compiled.Formats;
using Compiled.Jobs.Racing;
using Compiled.Sinks;

namespace Compiled.Jobs.Outputs;

/// <summary>Rows written to memory, a megabyte at a time as file sinks do, and through a job to files. Interleaved; the least processor time of seven runs.</summary>
internal static class OutputBench
{
    private const int Rows = 1_000_000;
    private const int Runs = 7;
    private const int BlockRows = 8192;
    private const string Copied = "the same JSON copied from memory to memory";

    /// <param name="only">A part of the names of the ways to measure; all if empty.</param>
    public static async Task<int> RunAsync(string only)
    {
        OutputRow[] rows = OutputRow.Make(Rows);
        if (!IsRight(rows.AsSpan(0, 20_000)))
        {
            Console.WriteLine("The JSON is NOT what was written.");
            return 1;
        }

        OutputWriters.TextRow[] texts = [.. rows.Select(row => new OutputWriters.TextRow(row.Time, row.City.ToString(), row.Count, row.Total, row.Flag))];
        var buffer = new Utf8Buffer(8 << 20);
        var framework = new ArrayBufferWriter<byte>(8 << 20);
        byte[] copy = new byte[8 << 20];
        string folder = Directory.CreateTempSubdirectory("compiled-output").FullName;
        (string Name, Func<Task<long>> Run)[] ways =
        [
            ("JSON, Compiled, to memory", () => Blocks(rows, block => ToBuffer(buffer, block, OutputWriters.Json))),
            ("JSON, Utf8JsonWriter, to memory", () => Blocks(rows, block => ToFramework(framework, block))),
            ("JSON, Compiled, a job to files", () => ToFilesAsync(rows, folder, Sink.JsonFiles(Path.Combine(folder, "json")))),
            ("CSV, Compiled, to memory", () => Blocks(rows, block => ToBuffer(buffer, block, OutputWriters.Csv))),
            ("CSV, CsvHelper, to a null stream", () => Task.FromResult(ToCsvHelper(texts))),
            ("CSV, Compiled, a job to files", () => ToFilesAsync(rows, folder, Sink.CsvFiles(Path.Combine(folder, "csv")))),
            ("text, Compiled, to memory", () => Blocks(rows, block => ToBuffer(buffer, block, OutputWriters.Text))),
            (Copied, () => Blocks(rows, block => Copy(buffer, copy))),
        ];
        ways = [.. ways.Where(way => way.Name.Contains(only, StringComparison.Ordinal))];
        double[] best = [.. ways.Select(_ => double.PositiveInfinity)];
        long[] bytes = new long[ways.Length];
        for (int run = -2; run < Runs; run++)
        {
            for (int way = 0; way < ways.Length; way++)
            {
                if (ways[way].Name == Copied)
                {
                    ToBuffer(buffer, rows.AsMemory(0, BlockRows), OutputWriters.Json);
                }

                foreach (string old in Directory.EnumerateDirectories(folder))
                {
                    Directory.Delete(old, recursive: true);
                }

                TimeSpan before = Environment.CpuUsage.TotalTime;
                bytes[way] = await ways[way].Run();
                double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
                best[way] = run < 0 ? best[way] : Math.Min(best[way], seconds);
            }
        }

        Directory.Delete(folder, recursive: true);
        TextTable.Print(
            [["what", "ns a row", "MB/s", "bytes a row"], .. ways.Select((way, i) => new[] { way.Name, Number(best[i] * 1e9 / Rows, "F1"), Number(bytes[i] / best[i] / 1e6, "F0"), Number((double)bytes[i] / Rows, "F0") })],
            markdown: true,
            0);
        return 0;
    }

    private static Task<long> Blocks(OutputRow[] rows, Func<ReadOnlyMemory<OutputRow>, long> write)
    {
        long bytes = 0;
        for (int start = 0; start < rows.Length; start += BlockRows)
        {
            // The same rows each time: a job hands rows over in one array that stays in the cache.
            bytes += write(rows.AsMemory(0, Math.Min(BlockRows, rows.Length - start)));
        }

        return Task.FromResult(bytes);
    }

    private delegate void Writer(ReadOnlySpan<OutputRow> rows, Utf8Buffer output);

    private static long ToBuffer(Utf8Buffer buffer, ReadOnlyMemory<OutputRow> rows, Writer writer)
    {
        buffer.Clear();
        writer(rows.Span, buffer);
        return buffer.Length;
    }

    private static long ToFramework(ArrayBufferWriter<byte> buffer, ReadOnlyMemory<OutputRow> rows)
    {
        buffer.ResetWrittenCount();
        OutputWriters.FrameworkJson(rows.Span, buffer);
        return buffer.WrittenCount;
    }

    private static long ToCsvHelper(OutputWriters.TextRow[] rows)
    {
        using var counted = new CountingStream();
        using (var text = new StreamWriter(counted, new UTF8Encoding(false), 1 << 20))
        {
            OutputWriters.CsvHelper(rows, text);
        }

        return counted.Count;
    }

    private static long Copy(Utf8Buffer from, byte[] to)
    {
        from.Written.CopyTo(to);
        return from.Length;
    }

    private static async Task<long> ToFilesAsync(OutputRow[] rows, string folder, FileSink sink)
    {
        MemorySource<OutputRow> source = Source.Memory<OutputRow>();
        source.Add(rows);
        source.Complete();
        await OutputRows.Read(rows: source).Write(passed: sink).Trigger(Trigger.AvailableNow).RunAsync();
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
    }

    /// <summary>Whether the framework's parser finds in our JSON what was written.</summary>
    private static bool IsRight(ReadOnlySpan<OutputRow> rows)
    {
        var buffer = new Utf8Buffer();
        OutputWriters.Json(rows, buffer);
        string[] lines = Encoding.UTF8.GetString(buffer.Written).Split('\n');
        for (int i = 0; i < rows.Length; i++)
        {
            JsonElement row = JsonDocument.Parse(lines[i]).RootElement;
            if (row.GetProperty("Time").GetDateTimeOffset() != rows[i].Time || row.GetProperty("City").GetString() != rows[i].City.ToString() || row.GetProperty("Count").GetInt64() != rows[i].Count
                || row.GetProperty("Total").GetDouble() != rows[i].Total || row.GetProperty("Flag").GetBoolean() != rows[i].Flag)
            {
                return false;
            }
        }

        return lines.Length == rows.Length + 1;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed class CountingStream : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => Count;

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Count += count;

        public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
