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

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100)]
    public void Texts_of_one_hash_agree_with_a_dictionary(int length)
    {
        using Texts texts = new();
        List<byte[]> twins = [.. Enumerable.Range(0, 20).SelectMany(seed => HashTwins.Of(length, 10, seed))];
        AssertTextsAgree(texts, twins, seed: length);
    }

    [Theory]
    [InlineData(300, 0, 16)]
    [InlineData(300, 14, 20)]
    [InlineData(300, 16, 100)]
    [InlineData(6_000, 10, 40)]
    [InlineData(30_000, 16, 17)]
    public void Short_and_long_texts_agree_with_a_dictionary(int distinct, int shortest, int longest)
    {
        using Texts texts = new();
        var random = new Random(distinct + longest);
        List<byte[]> all = [];
        for (int i = 0; i < distinct; i++)
        {
            byte[] text = new byte[random.Next(shortest, longest + 1)];
            random.NextBytes(text);
            all.Add(text);
        }

        AssertTextsAgree(texts, all, seed: shortest);
    }

    [Fact]
    public void Equal_texts_have_one_home_wherever_they_lie()
    {
        using Texts texts = new();
        for (int length = 0; length < 40; length++)
        {
            byte[] text = [.. Enumerable.Range('a', length).Select(letter => (byte)letter)];
            TextKey one = new(texts.Of(text));
            TextKey other = new(texts.Of(text));
            Assert.Equal(TextKey.HomeHash(in one), TextKey.HomeHash(in other));
            Assert.True(length > 15 || TextKey.InlineHomeHash(in one) == TextKey.HomeHash(in one));
        }
    }

    [Theory]
    [InlineData("B{0:D3}")]
    [InlineData("City {0}")]
    [InlineData("{0:D8}")]
    [InlineData("2024-05-{0:D4}")]
    [InlineData("{0:D4}-of-12-bytes")]
    public void Texts_that_are_alike_seldom_share_a_home(string format)
    {
        using Texts texts = new();
        HashSet<uint> homes = [];
        for (int i = 0; i < 1000; i++)
        {
            TextKey key = new(texts.Of(System.Text.Encoding.UTF8.GetBytes(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, i))));
            homes.Add(TextKey.HomeHash(in key) >> (32 - 14));
        }

        // By chance 970 would have one of their own or be the first there.
        Assert.InRange(homes.Count, 950, 1000);
    }

    [Fact]
    public void Long_texts_that_follow_short_ones_are_found()
    {
        // The loops look at keys whole when there are many long ones: in turn there are none, few, many and only such.
        using Texts texts = new();
        List<byte[]> all = [.. Enumerable.Range(0, 400).Select(i => System.Text.Encoding.UTF8.GetBytes(i < 200 ? $"{i}" : $"a text that is long: {i}"))];
        int row = 0;
        AssertTextsAgree(texts, all, seed: 3, random => (row++ / 3000 % 4) switch
        {
            0 => random.Next(200),
            1 => random.Next(12) == 0 ? random.Next(200, 400) : random.Next(200),
            2 => random.Next(400),
            _ => random.Next(200, 400),
        });
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

    private static void AssertTextsAgree(Texts texts, List<byte[]> all, int seed, Func<Random, int>? choose = null)
    {
        Dictionary<string, int> numbers = [];
        foreach (byte[] text in all)
        {
            numbers.TryAdd(Convert.ToHexString(text), numbers.Count);
        }

        // Keys point to their own copy of a text each, as in a batch.
        List<TextKey> keys = [.. all.Concat(all).Select(text => new TextKey(texts.Of(text)))];
        choose ??= random => random.Next(all.Count);
        TableOracle.AssertAgrees(new Random(seed), random => keys[choose(random) + (random.Next(2) * all.Count)], key => numbers[Convert.ToHexString(key.ToUtf8String().Span)]);
        TableOracle.AssertAgrees(
            new Random(seed),
            random => new PairKey<TextKey, ValueKey<int>>(keys[choose(random) + (random.Next(2) * all.Count)], new ValueKey<int>(random.Next(2))),
            key => (numbers[Convert.ToHexString(key.First.ToUtf8String().Span)] * 2) + key.Second.Value);
    }

    private static PairKey<ValueKey<long>, ValueKey<int>> Pair(long first, int second) => new(new ValueKey<long>(first), new ValueKey<int>(second));
}
