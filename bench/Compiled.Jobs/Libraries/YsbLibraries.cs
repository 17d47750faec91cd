using System.Reactive.Linq;
using Compiled.Jobs.Plain;

namespace Compiled.Jobs.Libraries;

/// <summary>LINQ over the records.</summary>
internal sealed class YsbLinq : IContender
{
    public string Name => "LINQ CountBy";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        List<KeyValuePair<(long Start, long Campaign), int>> groups =
        [
            .. Records.Of<AdRecord>(input.Path).Where(r => r.Type == 0).CountBy(r => (r.Time - (r.Time % 10_000), r.AdId / 10)),
        ];
        return ValueTask.FromResult(Answer.Ysb(groups.Select(g => (g.Key.Start, g.Key.Campaign, (long)g.Value))));
    }
}

/// <summary>System.Reactive over the records.</summary>
internal sealed class YsbReactive : IContender
{
    public string Name => "System.Reactive GroupBy";

    public async ValueTask<Answer> RunAsync(JobInput input)
    {
        IList<(long Start, long Campaign, long Count)> groups = await Observable
            .Create<AdRecord>(observer =>
            {
                foreach (AdRecord record in Records.Of<AdRecord>(input.Path))
                {
                    observer.OnNext(record);
                }

                observer.OnCompleted();
                return System.Reactive.Disposables.Disposable.Empty;
            })
            .Where(r => r.Type == 0)
            .GroupBy(r => (Start: r.Time - (r.Time % 10_000), Campaign: r.AdId / 10))
            .SelectMany(g => g.LongCount().Select(count => (g.Key.Start, g.Key.Campaign, count)))
            .ToList();
        return Answer.Ysb(groups);
    }
}
