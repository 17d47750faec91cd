using System.Text;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.State;

public sealed unsafe class GroupKeyTests
{
    [Fact]
    public void Text_of_every_length_is_equal_to_its_copy_whatever_follows_it()
    {
        using Texts texts = new();
        Random random = new(1);
        for (int length = 0; length < 200; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            TextKey one = new(texts.Of(bytes, behind: 0));
            TextKey other = new(texts.Of(bytes, behind: 0xFF));
            Assert.True(TextKey.Equal(in one, in other));
            Assert.Equal(TextKey.Hash(in one), TextKey.Hash(in other));
            Assert.Equal(length, one.Length);
            Assert.True(one.ToUtf8String().Span.SequenceEqual(bytes));
            for (int i = 0; i < length; i++)
            {
                bytes[i] ^= 1;
                TextKey changed = new(texts.Of(bytes));
                Assert.False(TextKey.Equal(in one, in changed));
                Assert.NotEqual(TextKey.Hash(in one), TextKey.Hash(in changed));
                bytes[i] ^= 1;
            }
        }
    }

    [Fact]
    public void Empty_null_and_texts_of_NUL_bytes_are_different_groups()
    {
        using Texts texts = new();
        List<TextKey> keys = [TextKey.Null, default];
        for (int zeros = 1; zeros < 20; zeros++)
        {
            keys.Add(new TextKey(texts.Of(new byte[zeros])));
        }

        for (int i = 0; i < keys.Count; i++)
        {
            for (int j = 0; j < keys.Count; j++)
            {
                TextKey left = keys[i];
                TextKey right = keys[j];
                Assert.Equal(i == j, TextKey.Equal(in left, in right));
            }
        }

        TextKey empty = new(texts[""]);
        TextKey nothing = new(default(Utf8Slice));
        Assert.True(TextKey.Equal(in empty, in nothing));
        Assert.True(TextKey.Null.IsNull);
        Assert.False(empty.IsNull);
        Assert.True(TextKey.Nullable(texts["a"], hasValue: false).IsNull);
        Assert.Equal("a", TextKey.Nullable(texts["a"], hasValue: true).ToString());
    }

    [Fact]
    public void Numbers_are_grouped_as_Equals_says()
    {
        AssertSame(0.0, -0.0);
        AssertSame(double.NaN, BitConverter.Int64BitsToDouble(-1));
        AssertSame(0.0f, -0.0f);
        AssertSame(float.NaN, BitConverter.Int32BitsToSingle(-1));
        AssertSame(1.0m, 1.000m);
        AssertSame(0m, new decimal(0, 0, 0, isNegative: true, scale: 7));
        AssertSame(79228162514264337593543950330m, 79228162514264337593543950330m);
        AssertSame(12.34m, 12.3400m);
        AssertDifferent(1.0, BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1.0) + 1));
        AssertDifferent(0.0, double.Epsilon);
        AssertDifferent(1.5m, -1.5m);
        AssertDifferent((sbyte)-1, (sbyte)1);
        AssertDifferent(ulong.MaxValue, ulong.MaxValue - 1);
        AssertDifferent(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12));
        AssertDifferent(true, false);
    }

    [Fact]
    public void Hashes_are_the_same_on_every_machine()
    {
        // Computed by another program with unbounded integers.
        using Texts texts = new();
        ValueKey<int> number = new(42);
        TextKey shortText = new(texts["Bengaluru"]);
        TextKey longText = new(texts["a text that is longer than fifteen bytes"]);
        Assert.Equal(0xB85DF5F900000000ul, ValueKey<int>.Hash(in number));
        Assert.Equal(0x4A85C65100000000ul, TextKey.Hash(in shortText));
        Assert.Equal(0x5E8EF6D300000000ul, TextKey.Hash(in longText));
    }

    [Fact]
    public void Structured_keys_spread_over_buckets()
    {
        // A perfect hash of 2^16 keys into 2^16 buckets leaves 1/e of them empty.
        AssertSpread(i => (ulong)i);
        AssertSpread(i => (ulong)i << 20);
        AssertSpread(i => (ulong)i << 48);
        AssertSpread(i => (ulong)i * 864_000_000_000);
        AssertSpread(i => (ulong)BitConverter.DoubleToInt64Bits(i));
        AssertSpread(i => (ulong)BitConverter.DoubleToInt64Bits(i / 100.0));
        AssertSpreadOf(i => new PairKey<ValueKey<int>, ValueKey<int>>(new ValueKey<int>(i & 0xFF), new ValueKey<int>(i >> 8)));
    }

    [Fact]
    public void Texts_spread_over_buckets()
    {
        using Texts texts = new();
        AssertSpreadOf(i => new TextKey(texts[$"{i}"]));
        AssertSpreadOf(i => new TextKey(texts[$"user-{i:D8}"]));
        AssertSpreadOf(i => new TextKey(texts[$"{i * 4096L:X}"]));
        AssertSpreadOf(i => new TextKey(texts[$"{i}000000"]));
        AssertSpreadOf(i => new TextKey(texts[$"{(char)('A' + (i % 26))}{(char)('A' + (i / 26 % 26))}-{i / 676:D3}"]));
        AssertSpreadOf(i => new TextKey(texts[$"a common prefix of some length {i}"]));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(48)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void Long_texts_of_one_length_and_one_hash_are_different_groups(int length)
    {
        using Texts texts = new();
        List<TextKey> keys = [.. HashTwins.Of(length, 33).Select(text => new TextKey(texts.Of(text)))];
        for (int i = 0; i < keys.Count; i++)
        {
            for (int j = 0; j < keys.Count; j++)
            {
                TextKey left = keys[i];
                TextKey right = keys[j];
                Assert.Equal(TextKey.Hash(in left), TextKey.Hash(in right));
                Assert.Equal(i == j, TextKey.Equal(in left, in right));
            }
        }
    }

    [Fact]
    public void A_mix_of_short_and_long_texts_is_hashed_as_each_alone()
    {
        // The hash of a long text was taken when the key was made, whichever way that was.
        using Texts texts = new();
        using ColumnArena arena = new();
        Random random = new(2);
        const int rows = 500;
        Column<Utf8Slice> slices = arena.Allocate<Utf8Slice>(rows);
        Column<int> selected = arena.Allocate<int>(rows);
        Column<TextKey> all = arena.Allocate<TextKey>(rows);
        Column<TextKey> chosen = arena.Allocate<TextKey>(rows);
        for (int i = 0; i < rows; i++)
        {
            byte[] bytes = new byte[random.Next(40)];
            random.NextBytes(bytes);
            slices[i] = texts.Of(bytes);
            selected[i] = rows - 1 - i;
        }

        TextKey.Set(slices, rows, all);
        TextKey.Set(slices, selected, rows, chosen);
        for (int i = 0; i < rows; i++)
        {
            TextKey alone = new(slices[i]);
            TextKey.Set(out TextKey one, slices[i]);
            foreach (TextKey key in new[] { all[i], chosen[rows - 1 - i], one })
            {
                Assert.True(TextKey.Equal(in alone, in key));
                Assert.Equal(TextKey.Hash(in alone), TextKey.Hash(in key));
            }
        }
    }

    [Fact]
    public void Parts_of_composite_keys_count_in_order()
    {
        using Texts texts = new();
        var one = new PairKey<TextKey, ValueKey<int>>(new TextKey(texts["IN"]), new ValueKey<int>(1));
        var other = new PairKey<TextKey, ValueKey<int>>(new TextKey(texts["IN"]), new ValueKey<int>(2));
        var same = new PairKey<TextKey, ValueKey<int>>(new TextKey(texts["IN"]), new ValueKey<int>(1));
        Assert.True(PairKey<TextKey, ValueKey<int>>.Equal(in one, in same));
        Assert.False(PairKey<TextKey, ValueKey<int>>.Equal(in one, in other));
        Assert.NotEqual(KeyHash.Combine(1, 2), KeyHash.Combine(2, 1));
        Assert.NotEqual(PairKey<TextKey, ValueKey<int>>.Hash(in one), PairKey<TextKey, ValueKey<int>>.Hash(in other));
    }

    [Fact]
    public void Null_is_a_group_of_its_own_beside_the_default_value()
    {
        NullableKey<ValueKey<int>> zero = new(new ValueKey<int>(0));
        NullableKey<ValueKey<int>> none = new(new ValueKey<int>(5), hasValue: false);
        NullableKey<ValueKey<int>> alsoNone = default;
        Assert.False(NullableKey<ValueKey<int>>.Equal(in zero, in none));
        Assert.True(NullableKey<ValueKey<int>>.Equal(in none, in alsoNone));
        Assert.Equal(NullableKey<ValueKey<int>>.Hash(in none), NullableKey<ValueKey<int>>.Hash(in alsoNone));
    }

    [Fact]
    public void Keys_come_back_from_their_bytes()
    {
        using Texts texts = new();
        foreach (string text in new[] { "", "a", "exactly fifteen", "sixteen bytes ok", new string('x', 300) })
        {
            AssertRoundTrip(new TextKey(texts[text]));
            AssertRoundTrip(new PairKey<TextKey, ValueKey<decimal>>(new TextKey(texts[text]), new ValueKey<decimal>(1.50m)));
        }

        AssertRoundTrip(TextKey.Null);
        AssertRoundTrip(new NullableKey<ValueKey<long>>(new ValueKey<long>(long.MinValue)));
        AssertRoundTrip(default(NullableKey<ValueKey<long>>));
        AssertRoundTrip(default(NoKey));
    }

    private static void AssertSame<T>(T left, T right)
        where T : unmanaged
    {
        ValueKey<T> a = new(left);
        ValueKey<T> b = new(right);
        Assert.True(ValueKey<T>.Equal(in a, in b));
        Assert.Equal(ValueKey<T>.Hash(in a), ValueKey<T>.Hash(in b));
    }

    private static void AssertDifferent<T>(T left, T right)
        where T : unmanaged
    {
        ValueKey<T> a = new(left);
        ValueKey<T> b = new(right);
        Assert.False(ValueKey<T>.Equal(in a, in b));
        Assert.NotEqual(ValueKey<T>.Hash(in a), ValueKey<T>.Hash(in b));
    }

    private static void AssertSpread(Func<int, ulong> value) => AssertSpreadOf(i => new ValueKey<ulong>(value(i)));

    private static void AssertSpreadOf<TKey>(Func<int, TKey> keyOf)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        HashSet<uint> buckets = [];
        const uint Mask = ((1 << 16) - 1) * GroupIndex.BucketBytes;
        for (int i = 0; i < 1 << 16; i++)
        {
            TKey key = keyOf(i);
            buckets.Add(GroupIndex.TagOf(TKey.Hash(in key)) & Mask);
            Assert.Equal((uint)(TKey.InlineHash(in key) >> 32), TKey.InlineUpperHash(in key));
            Assert.True(!TKey.IsInline(in key) || TKey.Hash(in key) == TKey.InlineHash(in key));
        }

        Assert.InRange(buckets.Count, (1 << 16) * 55 / 100, 1 << 16);
    }

    private static void AssertRoundTrip<TKey>(TKey key)
        where TKey : unmanaged, IGroupKey<TKey>
    {
        StateWriter writer = new();
        TKey.Write(in key, writer);
        using TextArena arena = new();
        StateReader reader = new(writer.Written);
        TKey back = TKey.Read(ref reader, arena);
        Assert.True(TKey.Equal(in key, in back));
        Assert.Equal(0, reader.Remaining);
    }
}
