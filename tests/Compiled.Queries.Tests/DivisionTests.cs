using Compiled.Generator.Plan;
using Compiled.Queries.Tests.Queries;
using Compiled.Queries.Tests.Running;

namespace Compiled.Queries.Tests;

/// <summary>Jobs whose workers divide the state among them.</summary>
public sealed class DivisionTests
{
    private const int Rows = 30_000;
    private const int MostAccounts = 9_000;

    [Theory]
    [MemberData(nameof(Setting.All), MemberType = typeof(Setting))]
    public async Task Totals_agree(Setting setting)
    {
        using var run = new PipelineRun(typeof(Accounts), setting);
        Payment[][] parts = [.. Enumerable.Range(0, 5).Select(part => Part(part, 400, 150))];
        MemorySink<AccountTotals> changed = run.Output<AccountTotals>();
        MemorySink<AccountTotals> greatest = run.Output<AccountTotals>();
        await run.Run(Accounts.Read(run.Input("payments", parts)).Write(changed, greatest));
        Payment[] all = [.. parts.SelectMany(p => p)];
        run.Expect("Greatest", Totals(all.Where(p => p.Cents > 0)).OrderByDescending(t => t.Cents).Take(20), greatest.Batches[^1].Rows);
    }

    /// <summary>The order in which a group's numbers are added depends on the bytes alone.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Floating_point_sums_do_not_depend_on_timing(int workers)
    {
        List<AccountTotals> first = await RunOnce(workers);
        Assert.Equal(MostAccounts, first.Select(t => t.Account).Distinct().Count());
        for (int again = 0; again < 3; again++)
        {
            Assert.Equal(first, await RunOnce(workers));
        }

        static async Task<List<AccountTotals>> RunOnce(int workers)
        {
            MemorySink<AccountTotals> changed = Sink.Memory<AccountTotals>();
            MemoryByteSource source = Source.Bytes(50_000, 1);
            for (int part = 0; part < 4; part++)
            {
                source.Add(Bytes(Part(part, Rows, MostAccounts, UnevenRate)));
            }

            await Divided(Accounts.Read(source.Complete()).Write(changed, Sink.Memory<AccountTotals>()), workers).RunAsync();
            return [.. changed.Batches.SelectMany(batch => batch.Rows)];
        }
    }

    /// <summary>State that was loaded is divided where that of a run without a stop is.</summary>
    [Fact]
    public async Task A_restart_changes_no_sum_to_the_last_bit()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("division");
        try
        {
            string[] inputs = ["at once", "one by one"];
            foreach (string input in inputs)
            {
                Directory.CreateDirectory(Path.Combine(folder.FullName, input));
            }

            const int Parts = 5;
            List<AccountTotals> stopped = [];
            for (int part = 0; part < Parts; part++)
            {
                byte[] bytes = Bytes(Part(part, Rows / 3, (part + 1) * 700, UnevenRate));
                foreach (string input in inputs)
                {
                    await WritePart(Path.Combine(folder.FullName, input), part, bytes);
                }

                stopped.AddRange(await Run(inputs[1]));
            }

            Assert.Equal(stopped, await Run(inputs[0]));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        async Task<List<AccountTotals>> Run(string input)
        {
            MemorySink<AccountTotals> changed = Sink.Memory<AccountTotals>();
            await Divided(Accounts.Read(Source.Files(Path.Combine(folder.FullName, input), maxFilesPerTrigger: 1)).Write(changed, Sink.Memory<AccountTotals>()), 2)
                .Checkpoint(Path.Combine(folder.FullName, $"checkpoint of {input}")).Trigger(Trigger.AvailableNow).RunAsync();
            return [.. changed.Batches.SelectMany(batch => batch.Rows)];
        }
    }

    /// <summary>A checkpoint does not say how many workers wrote it; each of these goes on where another number of them stopped.</summary>
    [Theory]
    [InlineData(new[] { 2, 1, 3, 2 })]
    [InlineData(new[] { 1, 2, 4, 1 })]
    [InlineData(new[] { 3, 3, 2, 5 })]
    public async Task A_checkpoint_is_continued_by_any_number_of_workers(int[] workersOfRun)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("division");
        try
        {
            var all = new List<Payment>();
            for (int run = 0; run < workersOfRun.Length; run++)
            {
                // Two epochs a run: the second one saves groups that changed since the first.
                for (int part = 2 * run; part < (2 * run) + 2; part++)
                {
                    Payment[] payments = Part(part, Rows / 3, MostAccounts * (part + 1) / 4);
                    all.AddRange(payments);
                    await WritePart(Directory.CreateDirectory(Path.Combine(folder.FullName, "in")).FullName, part, Bytes(payments));
                }

                MemorySink<AccountTotals> changed = Sink.Memory<AccountTotals>();
                MemorySink<AccountTotals> greatest = Sink.Memory<AccountTotals>();
                await Divided(Accounts.Read(Source.Files(Path.Combine(folder.FullName, "in"), maxFilesPerTrigger: 1)).Write(changed, greatest), workersOfRun[run])
                    .Checkpoint(Path.Combine(folder.FullName, "checkpoint")).Trigger(Trigger.AvailableNow).RunAsync();
                Assert.Equal(2, changed.Batches.Count);
                Dictionary<long, AccountTotals> expected = Totals(all).ToDictionary(t => t.Account);
                HashSet<long> last = [.. all.TakeLast(Rows / 3).Select(p => p.Account)];
                Assert.Equal(last.Count, changed.Batches[1].Rows.Count);
                Assert.All(changed.Batches[1].Rows, row => Assert.Equal(expected[row.Account], row));
                Assert.Equal(
                    Totals(all.Where(p => p.Cents > 0)).Select(t => t.Cents).OrderDescending().Take(20), greatest.Batches[1].Rows.Select(t => t.Cents));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JobBuilder Divided(JobBuilder job, int workers)
    {
        job.Options.MinBytesPerWorker = 1000;
        job.Options.MinKeysToDivide = 0;
        return job.Workers(workers);
    }

    private static byte[] Bytes(Payment[] payments) => RowBytes.Of(Corpus.Plan(typeof(Accounts)).Inputs.Single(), payments.Cast<object>());

    private static async Task WritePart(string folder, int part, byte[] bytes)
    {
        string path = Path.Combine(folder, $"part-{part}");
        await File.WriteAllBytesAsync(path, bytes);
        File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(part));
    }

    // The last digits of a sum of such numbers depend on their order.
    private static double UnevenRate(Random random) => random.NextDouble() * Math.Pow(10, random.Next(-9, 9));

    // Sums of such rates are exact, whatever their order.
    private static Payment[] Part(int seed, int rows, int accounts) => Part(seed, rows, accounts, random => random.Next(-1000, 1000) / 8.0);

    private static Payment[] Part(int seed, int rows, int accounts, Func<Random, double> rateOf)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rows).Select(i => new Payment((i < accounts ? i : random.Next(accounts)) * 7_919L, random.Next(-50, 100_000), rateOf(random)))];
    }

    private static IEnumerable<AccountTotals> Totals(IEnumerable<Payment> payments) =>
        payments.GroupBy(p => p.Account).Select(g => new AccountTotals(g.Key, g.Count(), g.Sum(p => p.Cents), g.Sum(p => p.Rate), g.Min(p => p.Cents)));
}
