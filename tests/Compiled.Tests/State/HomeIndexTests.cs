using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>Groups that are met again and again are found at one place a hash; nothing else may differ.</summary>
public sealed class HomeIndexTests
{
    // So far apart that integers have no direct index.
    private const long Step = 1_000_003;

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(4_096)]
    [InlineData(6_000)]
    [InlineData(30_000)]
    public void Few_keys_and_many_agree_with_a_dictionary(int distinct) =>
        TableOracle.AssertAgrees(new Random(distinct), random => new ValueKey<long>(random.Next(distinct) * Step), key => key.Value);

    [Fact]
    public void Keys_of_several_parts_agree_with_a_dictionary()
    {
        var random = new Random(5);
        TableOracle.AssertAgrees(random, r => Pair(r.Next(40), r.Next(40)), key => (key.First.Value * 1000) + key.Second.Value);
        TableOracle.AssertAgrees(random, r => new NullableKey<ValueKey<long>>(new ValueKey<long>(r.Next(500) * Step), r.Next(5) > 0), key => key.HasValue ? key.Value.Value : -1);
        TableOracle.AssertAgrees(random, r => new ValueKey<decimal>(new decimal(r.Next(500) * 10, 0, 0, false, (byte)r.Next(2))), key => (long)(key.Value * 10));
    }

    [Fact]
    public void Keys_that_others_replace_are_still_found()
    {
        // New groups come slowly, then all at once, then none of them is ever seen again.
        int row = 0;
        TableOracle.AssertAgrees(new Random(6), random => row++ switch
        {
            < 15_000 => new ValueKey<long>(random.Next(1 + (row / 50)) * Step),
            < 25_000 => new ValueKey<long>(random.NextInt64(1 << 40)),
            _ => new ValueKey<long>(-random.Next(50) * Step),
        }, key => key.Value);
    }

    [Fact]
    public void A_cleared_table_forgets_places()
    {
        const int rows = 10_000;
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new();
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(rows);
        Column<nint> addresses = arena.Allocate<nint>(rows);
        for (int round = 0; round < 3; round++)
        {
            for (int part = 0; part < 2; part++)
            {
                for (int i = 0; i < rows; i++)
                {
                    keys[i] = new ValueKey<long>((round + (i % 20)) * Step);
                }

                table.FindOrAdd(keys, rows, addresses);
            }

            Assert.Equal(20, table.Count);
            for (int group = 0; group < table.Count; group++)
            {
                Assert.Equal((round + group) * Step, table.Key(group).Value);
            }

            table.Clear();
        }
    }

    [Fact]
    public void Partial_results_that_note_no_touching_are_found_too()
    {
        const int rows = 6_000;
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new(tracksChanges: false);
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(rows);
        Column<nint> addresses = arena.Allocate<nint>(rows);
        for (int batch = 0; batch < 4; batch++)
        {
            for (int i = 0; i < rows; i++)
            {
                keys[i] = new ValueKey<long>(i % 300 * Step);
            }

            table.FindOrAdd(keys, rows, addresses);
            GroupRefs<SumCount> groups = new(addresses);
            for (int i = 0; i < rows; i++)
            {
                groups[i].Count++;
            }
        }

        Assert.Equal(300, table.Count);
        Assert.All(Enumerable.Range(0, 300), group => Assert.Equal(4 * rows / 300, table[group].Count));
    }

    private static PairKey<ValueKey<long>, ValueKey<int>> Pair(long first, int second) => new(new ValueKey<long>(first), new ValueKey<int>(second));
}
