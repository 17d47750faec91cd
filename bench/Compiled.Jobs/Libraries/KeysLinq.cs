using Compiled.Jobs.Plain;

namespace Compiled.Jobs.Libraries;

/// <summary>LINQ over the records.</summary>
internal sealed class KeysLinq : IContender
{
    public string Name => "LINQ AggregateBy";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        long keys = 0;
        long count = 0;
        long sum = 0;
        foreach (KeyValuePair<ulong, (long Count, long Sum)> group in Records.Of<KeyRecord>(input.Path).AggregateBy(
            r => r.Key,
            (Count: 0L, Sum: 0L),
            (group, r) => (group.Count + 1, group.Sum + r.Value)))
        {
            keys++;
            count += group.Value.Count;
            sum += group.Value.Sum;
        }

        return ValueTask.FromResult(Answer.Keys(keys, count, sum));
    }
}
