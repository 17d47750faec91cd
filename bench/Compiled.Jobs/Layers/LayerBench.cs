using System.Diagnostics;
using System.Globalization;
using Compiled.Jobs.Inputs;
using Compiled.Jobs.Plain;
using Compiled.Jobs.Racing;

namespace Compiled.Jobs.Layers;

/// <summary>
/// Where the rest goes: each job ended after reading, framing (one member read), decoding, filtering, grouping (with a count only), and whole. Interleaved; the least time of the runs, one worker.
/// </summary>
internal static class LayerBench
{
    public static async Task<int> RunAsync(string[] args)
    {
        Options? options = Options.Parse(args, Console.Error);
        if (options is null)
        {
            return 2;
        }

        var inputs = new InputFiles(options.Data, options.OwnInputs);
        var lines = new List<string[]> { new[] { "job", "layer", "M rows/s", "ns a row", "added ns" } };
        foreach (Job job in JobCatalogue.All.Where(options.Wants))
        {
            if (LayerCatalogue.All.TryGetValue(job.Name, out Layer[]? layers))
            {
                JobInput input = inputs.For(job, options.Rows ?? job.DefaultRows, workers: 1);
                lines.AddRange(Cells(job, input, layers, await MeasureAsync(input, layers, options)));
            }
        }

        TextTable.Print(lines, options.Markdown, 0, 1);
        return 0;
    }

    private static async Task<double[]> MeasureAsync(JobInput input, Layer[] layers, Options options)
    {
        double[] best = [.. layers.Select(_ => double.PositiveInfinity)];
        for (int run = -options.Warmups; run < options.Runs; run++)
        {
            for (int i = 0; i < layers.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                await RunAsync(input, layers[i]);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                best[i] = run < 0 ? best[i] : Math.Min(best[i], seconds);
            }
        }

        return best;
    }

    private static async Task RunAsync(JobInput input, Layer layer)
    {
        if (layer.Bind is null)
        {
            using var blocks = new FileBlocks(input.Path);
            while (blocks.Next())
            {
                blocks.Consume(blocks.Block.Length);
            }

            return;
        }

        long rows = 0;
        await layer.Bind(Source.Files(input.Path)).OnProgress(progress => rows += progress.RowsIn).Trigger(Trigger.AvailableNow).RunAsync();
        if (rows != input.Rows)
        {
            throw new InvalidOperationException($"{layer.Name} of {input.Path} read {rows} rows instead of {input.Rows}.");
        }
    }

    private static IEnumerable<string[]> Cells(Job job, JobInput input, Layer[] layers, double[] seconds)
    {
        for (int i = 0; i < layers.Length; i++)
        {
            double nanoseconds = seconds[i] * 1e9 / input.Rows;
            double before = i == 0 ? 0 : seconds[i - 1] * 1e9 / input.Rows;
            yield return [job.Name, layers[i].Name, Number(1e3 / nanoseconds), Number(nanoseconds), Number(nanoseconds - before)];
        }
    }

    private static string Number(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
