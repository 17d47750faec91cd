using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>
/// Rows whose bucket is full, so that their entry lies in the next one or nowhere. In a table beyond the caches that line must be waited for, and then the entry's: so they are set
/// aside, while the next bucket is asked for, and added later: before a group is added, and behind the other rows of their run. All rows of such a group are set aside, so those of
/// one group keep their order; and groups are numbered and touched as if nothing had been set aside, since how full a bucket is depends on the table's past (a restored one has another).
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Adds a row that a loop has left, or sets it aside.</summary>
    /// <param name="keys">A key a row.</param>
    /// <param name="row">The row.</param>
    /// <param name="aside">Rows set aside (upper half), and how many groups were touched then (lower half).</param>
    /// <param name="count">Number of them.</param>
    /// <param name="rows">What rows add.</param>
    /// <returns>Number of rows set aside now.</returns>
    private int AddOrDefer<TRows, TReach>(TKey* keys, nint row, long* aside, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
        where TReach : struct, IReach
    {
        if (TReach.Defers && TryAskForNextBucket(keys + row))
        {
            aside[count] = ((long)row << 32) | (uint)_header->TouchedCount;
            return count + 1;
        }

        AddDeferred(keys, aside, count, in rows);
        AddMissed(keys, row, in rows);
        return 0;
    }

    /// <summary>Adds the rows set aside. None are while an index grows.</summary>
    private void AddDeferred<TRows>(TKey* keys, long* aside, int count, in TRows rows)
        where TRows : struct, IRowAggregation<TAggregates>
    {
        for (int i = 0; i < count; i++)
        {
            uint tag = GroupIndex.TagOf(TKey.Hash(in keys[aside[i] >> 32]));
            byte* bucket = GroupIndex.Next(_header, GroupIndex.BucketOf(_header->Buckets, _header->Mask, tag));
            Ask<Far>(TableHeader.EntryAt(_header, GroupIndex.AnyPlace(bucket, GroupIndex.Match(bucket, tag)), Stride));
        }

        int before = _header->TouchedCount;
        int touched = 0;
        for (int i = 0; i < count; i++)
        {
            AddMissed(keys, (nint)(aside[i] >> 32), in rows);
            if (_header->TouchedCount > before + touched)
            {
                aside[touched++] = aside[i];
            }
        }

        if (touched > 0)
        {
            MoveTouched(aside, before, touched);
        }
    }

    // The last groups touched go to where they would have been had their rows not been set aside.
    private void MoveTouched(long* aside, int before, int touched)
    {
        int* list = _header->Touched;
        for (int i = 0; i < touched; i++)
        {
            aside[i] = ((long)list[before + i] << 32) | (uint)aside[i];
        }

        int end = before;
        for (int i = touched - 1; i >= 0; i--)
        {
            int at = (int)aside[i];
            new ReadOnlySpan<int>(list + at, end - at).CopyTo(new Span<int>(list + at + i + 1, end - at));
            list[at + i] = (int)(aside[i] >> 32);
            end = at;
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
