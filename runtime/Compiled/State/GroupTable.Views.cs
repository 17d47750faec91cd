using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>In which forms the loops over batches are compiled.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>How a loop looks at keys.</summary>
    private interface IKeyView
    {
        static abstract uint UpperHash(in TKey key);

        static abstract uint HomeHash(in TKey key);

        static abstract bool Equal(in TKey left, in TKey right);

        /// <summary>Whether a loop may give the key to the table.</summary>
        static abstract bool CanKeep(in TKey key);

        /// <summary>Makes the table's copy of a key its own.</summary>
        static abstract void Keep(ref TKey key, TextArena arena);
    }

    /// <summary>With what they point to.</summary>
    private readonly struct WholeKeys : IKeyView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint UpperHash(in TKey key) => (uint)(TKey.Hash(in key) >> 32);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint HomeHash(in TKey key) => TKey.HomeHash(in key);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(in TKey left, in TKey right) => TKey.Equal(in left, in right);

        public static bool CanKeep(in TKey key) => true;

        public static void Keep(ref TKey key, TextArena arena) => TKey.Intern(ref key, arena);
    }

    /// <summary>Without: a loop that calls nothing keeps everything in registers.</summary>
    private readonly struct InlineKeys : IKeyView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint UpperHash(in TKey key) => TKey.InlineUpperHash(in key);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static uint HomeHash(in TKey key) => TKey.InlineHomeHash(in key);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool Equal(in TKey left, in TKey right) => TKey.InlineEqual(in left, in right);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static bool CanKeep(in TKey key) => TKey.IsInline(in key);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Keep(ref TKey key, TextArena arena)
        {
        }
    }

    // Keys of a run that are looked at to choose a view, and of how many that point elsewhere they are looked at whole: otherwise such rows go one by one.
    private const int SampledKeys = 16;
    private const int FewPointing = 2;

    /// <summary>Whether so many keys of a run point elsewhere, by a sample, that it pays to look at all of them with what they point to.</summary>
    private static bool ArePointing(TKey* keys, nint first, nint end)
    {
        int pointing = 0;
        nint step = ((end - first) / SampledKeys) + 1;
        for (nint row = first; row < end; row += step)
        {
            pointing += TKey.IsInline(in keys[row]) ? 0 : 1;
        }

        return pointing > FewPointing;
    }

    /// <summary>How a loop finds the bucket of a tag.</summary>
    private interface IIndexView
    {
        static abstract byte* BucketOf(TableHeader* table, byte* buckets, uint mask, uint tag);
    }

    /// <summary>All entries are in the present index.</summary>
    private readonly struct SettledIndex : IIndexView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* BucketOf(TableHeader* table, byte* buckets, uint mask, uint tag) => GroupIndex.BucketOf(buckets, mask, tag);
    }

    /// <summary>Some are still in the old one.</summary>
    private readonly struct GrowingIndex : IIndexView
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte* BucketOf(TableHeader* table, byte* buckets, uint mask, uint tag) => IndexGrowth.BucketOf(table, tag);
    }
}
