using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>Integer keys that lie close together are found without hashing; nothing else may differ.</summary>
public sealed class DirectIndexTests
{
    private const int Rows = TableOracle.Rows;

    [Theory]
    [InlineData(1, 0L)]
    [InlineData(100, -50L)]
    [InlineData(4_096, 0L)]
    [InlineData(100, long.MaxValue - 200)]
    [InlineData(100, long.MinValue)]
    [InlineData(5_000, 1_000_000L)]
    public void Close_keys_of_eight_bytes_agree_with_a_dictionary(int distinct, long first) =>
        TableOracle.AssertAgrees(new Random(distinct), random => new ValueKey<long>(first + random.Next(distinct)), key => key.Value);

    [Fact]
    public void Close_keys_of_other_sizes_agree_with_a_dictionary()
    {
        var random = new Random(3);
        TableOracle.AssertAgrees(random, r => new ValueKey<sbyte>((sbyte)r.Next(-128, 128)), key => key.Value);
        TableOracle.AssertAgrees(random, r => new ValueKey<byte>((byte)r.Next(256)), key => key.Value);
        TableOracle.AssertAgrees(random, r => new ValueKey<short>((short)r.Next(-1000, 1000)), key => key.Value);
        TableOracle.AssertAgrees(random, r => new ValueKey<char>((char)r.Next(60_000, 62_000)), key => key.Value);
        TableOracle.AssertAgrees(random, r => new ValueKey<int>(r.Next(-1000, 1000)), key => key.Value);
        TableOracle.AssertAgrees(random, r => new ValueKey<uint>(uint.MaxValue - (uint)r.Next(1000)), key => key.Value);
        TableOracle.AssertAgrees(random, r => new ValueKey<ulong>(ulong.MaxValue - (ulong)r.Next(1000)), key => (long)key.Value);
    }

    [Fact]
    public void Keys_that_move_away_are_still_found()
    {
        // At first close together, then everywhere, then close together somewhere else.
        int row = 0;
        TableOracle.AssertAgrees(new Random(4), random => row++ switch
        {
            < 10_000 => new ValueKey<long>(random.Next(100)),
            < 20_000 => new ValueKey<long>(random.Next(3) == 0 ? random.Next(100) : random.NextInt64(1 << 20)),
            _ => new ValueKey<long>(1_000_000_000 + random.Next(100)),
        }, key => key.Value);
    }

    [Fact]
    public void A_cleared_table_forgets_addresses()
    {
        using GroupTable<ValueKey<long>, SumCount, SumCountOps> table = new();
        using ColumnArena arena = new();
        Column<ValueKey<long>> keys = arena.Allocate<ValueKey<long>>(Rows);
        Column<nint> addresses = arena.Allocate<nint>(Rows);
        for (int round = 0; round < 3; round++)
        {
            for (int i = 0; i < Rows; i++)
            {
                keys[i] = new ValueKey<long>((round * 7) + (i % 10));
            }

            table.FindOrAdd(keys, Rows, addresses);
            var groups = new GroupRefs<SumCount>(addresses);
            for (int i = 0; i < Rows; i++)
            {
                groups[i].Count++;
            }

            Assert.Equal(10, table.Count);
            for (int group = 0; group < table.Count; group++)
            {
                Assert.Equal(((round * 7L) + group, Rows / 10), (table.Key(group).Value, table[group].Count));
            }

            table.Clear();
        }
    }
}
