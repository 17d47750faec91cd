using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Rows whose bucket is full, so that their entry lies in the next one or nowhere. In a table beyond the caches that line must be waited for, and then the entry's: so they are set
/// aside, while the next bucket is asked for, and added behind the other rows of their run. All rows of such a group are, so those of one group keep their order.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Adds a row that a loop has left, or sets it aside.</summary>
    /// <param name="keys">A key a row.</param>
    /// <param name="row">The row.</param>
    /// <param name="aside">Rows set aside; has room for one more.</param>
    /// <param name="count">Number of them.</param>
    /// <param name="rows">What rows add.</param>
    /// <returns>Number of rows set aside now.</returns>
    private nint AddOrDefer<TRows, TReach>(TKey* keys, nint row, nint* aside, nint count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TReach : struct, IReach
    {
        if (TReach.Defers && TryAskForNextBucket(keys + row))
        {
            aside[count] = row;
            return count + 1;
        }

        if (count > 0 && _header->Count >= _header->GrowAt)
        {
            // In a larger index they may be at home, where the loops find later rows of theirs.
            AddDeferred(keys, aside, count, in rows);
            count = 0;
        }

        AddMissed(keys, row, in rows);
        return count;
    }

    /// <summary>Adds the rows set aside. None are while an index grows.</summary>
    private void AddDeferred<TRows>(TKey* keys, nint* aside, nint count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        for (nint i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[aside[i]]));
            byte* bucket = GroupIndex.Next(_header, GroupIndex.BucketOf(_header->Buckets, _header->Mask, tag));
            Ask<Far>(TableHeader.EntryAt(_header, GroupIndex.AnyPlace(bucket, GroupIndex.Match(bucket, tag)), Stride));
        }

        for (nint i = 0; i < count; i++)
        {
            AddMissed(keys, aside[i], in rows);
        }
    }

    // In growth, what is beyond a bucket may be in either index.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryAskForNextBucket(TKey* key)
    {
        uint tag = GroupIndex.TagOf(TKey.Hash(in *key));
        byte* bucket = GroupIndex.BucketOf(_header->Buckets, _header->Mask, tag);
        if (_header->OldBuckets != null || GroupIndex.Empty(bucket) != 0 || GroupIndex.Match(bucket, tag) != 0)
        {
            return false;
        }

        Far.Ask(GroupIndex.Next(_header, bucket));
        return true;
    }
}
