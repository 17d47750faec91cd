namespace Compiled.State;

/// <summary>A part of a table: the groups whose hashes begin with the same bits. It grows on its own, so that no growth of a table takes longer than that of a part.</summary>
internal sealed unsafe class GroupSegment
{
    private const nuint LeastBuckets = 8;

    /// <summary>Size at which a segment is split in two instead of doubled: a huge page, so that a table of any size is a set of those.</summary>
    private const nuint FullBytes = SegmentPool.BlockBytes;

    private const nuint SparseBytes = 16 << 10;

    // Below this size memory is cheaper than growing.
    private const nuint SmallBytes = 64 << 10;
    private readonly NativeBlock _block;

    /// <summary>An empty segment.</summary>
    /// <param name="depth">Number of hash bits that all its groups share.</param>
    /// <param name="buckets">A power of two.</param>
    /// <param name="bucketBytes">Size of a bucket.</param>
    /// <param name="slots">Entries of a bucket.</param>
    public GroupSegment(int depth, nuint buckets, int bucketBytes, int slots)
    {
        Depth = depth;
        Buckets = buckets;
        Bytes = buckets * (nuint)bucketBytes;
        Limit = (int)LimitOf(buckets, bucketBytes, slots);
        _block = Bytes == SegmentPool.BlockBytes ? SegmentPool.Rent() : NativeBlock.Allocate(Bytes);

        // Written before it is read: a huge page that is read first is mapped twice, once to a page of zeros.
        *_block.Start = 0;
    }

    public byte* Start => _block.Start;

    public nuint Buckets { get; }

    public nuint Bytes { get; }

    public int Depth { get; private set; }

    /// <summary>Number of groups.</summary>
    public int Count { get; set; }

    /// <summary>Number of groups from which on it grows: few of a bucket's keys lie outside it then.</summary>
    public int Limit { get; }

    /// <summary>Whether twice the size would be more than a segment should have.</summary>
    public bool IsFullSize => IsFull(Bytes);

    /// <summary>Number of buckets of the segment that takes its place.</summary>
    public nuint GrownBuckets => Bytes < SmallBytes ? Buckets * 4 : Buckets * 2;

    /// <summary>Whether a segment of this size is split rather than doubled.</summary>
    public static bool IsFull(nuint bytes) => bytes * 2 > FullBytes;

    /// <summary>Number of buckets for a number of groups; not more than full size.</summary>
    public static nuint BucketsFor(long groups, int bucketBytes, int slots)
    {
        nuint buckets = LeastBuckets;
        while (LimitOf(buckets, bucketBytes, slots) < groups && buckets * (nuint)bucketBytes * 2 <= FullBytes)
        {
            buckets *= 2;
        }

        return buckets;
    }

    /// <summary>Number of groups from which on a segment grows. A small one is kept sparse: hardly a key lies outside its bucket then, and it stays in the nearest caches all the same.</summary>
    public static long LimitOf(nuint buckets, int bucketBytes, int slots) => (long)buckets * slots * (buckets * (nuint)bucketBytes <= SparseBytes ? 2 : 5) / 8;

    /// <summary>Removes all groups.</summary>
    public void Clear()
    {
        System.Runtime.InteropServices.NativeMemory.Clear(Start, Bytes);
        Count = 0;
    }

    /// <summary>Makes it an empty segment of another depth.</summary>
    public void Reuse(int depth)
    {
        Clear();
        Depth = depth;
    }

    public void Free()
    {
        if (Bytes == SegmentPool.BlockBytes)
        {
            SegmentPool.Return(_block);
        }
        else
        {
            _block.Free();
        }
    }
}
