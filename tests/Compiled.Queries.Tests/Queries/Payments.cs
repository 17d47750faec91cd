namespace Compiled.Queries.Tests.Queries;

public readonly record struct Payment(long Account, long Cents, double Rate);

public readonly record struct AccountTotals(long Account, long Payments, long Cents, double Rates, long Least);

/// <summary>Groups by very many keys, without windows: what workers divide among them. Binary records.</summary>
[Pipeline]
public static partial class Accounts
{
    [Query(OutputMode.Update)]
    static IStream<AccountTotals> Changed([Binary] IStream<Payment> payments) => payments
        .GroupBy(p => p.Account)
        .Select(g => new AccountTotals(g.Key, g.Count(), g.Sum(p => p.Cents), g.Sum(p => p.Rate), g.Min(p => p.Cents)));

    [Query(OutputMode.Complete)]
    static IStream<AccountTotals> Greatest([Binary] IStream<Payment> payments) => payments
        .Where(p => p.Cents > 0)
        .GroupBy(p => p.Account)
        .Select(g => new AccountTotals(g.Key, g.Count(), g.Sum(p => p.Cents), g.Sum(p => p.Rate), g.Min(p => p.Cents)))
        .OrderByDescending(t => t.Cents)
        .Take(20);
}
