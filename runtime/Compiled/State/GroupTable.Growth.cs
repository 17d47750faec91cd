using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.State;

/// <content>
/// Growing, a segment at a time: a small one is replaced by a larger one, a full-sized one is split in two by the next bit of the hash. The directory
/// (which segment the first bits of a hash lead to) doubles when a segment that one directory slot leads to is split.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    /// <summary>Most bits that choose a segment: enough for more groups than can be numbered.</summary>
    private const int MostDepth = 17;

    private GroupSegment[] _segments = [];

    // The segment that was split last: the next split needs two empty ones and makes one free.
    private GroupSegment? _spare;

    private static int BucketBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => GroupLayout<TKey, TAggregates>.BucketBytes;
    }

    private static int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => GroupLayout<TKey, TAggregates>.Stride;
    }

    private int Depth => 32 - _header->DirectoryShift;

    private void CreateSegments(int expectedGroups)
    {
        int depth = 0;
        nuint buckets = GroupSegment.BucketsFor(expectedGroups, BucketBytes, GroupLayout<TKey, TAggregates>.Slots);
        // A tenth more, since hashes do not share themselves out evenly.
        while (depth < MostDepth && GroupSegment.LimitOf(buckets, BucketBytes, GroupLayout<TKey, TAggregates>.Slots) << depth < expectedGroups * 11L / 10 && NewSegmentIsFull(buckets))
        {
            depth++;
        }

        _segments = new GroupSegment[1 << depth];
        for (int i = 0; i < _segments.Length; i++)
        {
            _segments[i] = NewSegment(depth, buckets);
        }

        PublishDirectory(depth);
    }

    private static bool NewSegmentIsFull(nuint buckets) => GroupSegment.IsFull(buckets * (nuint)BucketBytes);

    private GroupSegment NewSegment(int depth, nuint buckets)
    {
        var segment = new GroupSegment(depth, buckets, BucketBytes, GroupLayout<TKey, TAggregates>.Slots);
        _header->SegmentBytes += (long)segment.Bytes;
        return segment;
    }

    private void FreeSegment(GroupSegment segment)
    {
        _header->SegmentBytes -= (long)segment.Bytes;
        segment.Free();
    }

    private void PublishDirectory(int depth)
    {
        NativeMemory.Free(_header->Directory);
        _header->Directory = (byte**)NativeMemory.Alloc((nuint)_segments.Length, (nuint)sizeof(byte*));
        _header->DirectoryShift = 32 - depth;
        for (int i = 0; i < _segments.Length; i++)
        {
            Publish(i, _segments[i]);
        }
    }

    private void Publish(int slot, GroupSegment segment)
    {
        _segments[slot] = segment;
        _header->Directory[slot] = segment.Start;
        _header->BucketMask = segment.Buckets - 1;
    }

    /// <summary>Makes room in the segment of a hash.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(ulong hash)
    {
        _header->Moves++;
        _header->AreEntriesStale = true;
        GroupSegment segment = _segments[SlotOf(hash)];
        if (segment.IsFullSize)
        {
            Split(segment, hash);
        }
        else
        {
            GroupSegment larger = NewSegment(segment.Depth, segment.GrownBuckets);
            Move(segment, larger, larger, 0);
            Replace(segment, larger, larger, hash);
            FreeSegment(segment);
        }
    }

    private void Split(GroupSegment segment, ulong hash)
    {
        if (segment.Depth == Depth)
        {
            if (Depth == MostDepth)
            {
                throw StateErrors.TooManyGroups();
            }

            DoubleDirectory();
        }

        int depth = segment.Depth + 1;
        GroupSegment low = TakeEmpty(depth, segment.Buckets);
        GroupSegment high = NewSegment(depth, segment.Buckets);
        Move(segment, low, high, 1u << (32 - depth));
        Replace(segment, low, high, hash);
        _spare = segment;
    }

    private GroupSegment TakeEmpty(int depth, nuint buckets)
    {
        if (_spare is not { } spare || spare.Buckets != buckets)
        {
            return NewSegment(depth, buckets);
        }

        _spare = null;
        spare.Reuse(depth);
        return spare;
    }

    private void DoubleDirectory()
    {
        var segments = new GroupSegment[_segments.Length * 2];
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = _segments[i / 2];
        }

        _segments = segments;
        PublishDirectory(Depth + 1);
    }

    /// <summary>Makes the directory slots of a segment lead to what it became: the lower half of them to <paramref name="low"/>.</summary>
    private void Replace(GroupSegment segment, GroupSegment low, GroupSegment high, ulong hash)
    {
        int slots = 1 << (Depth - segment.Depth);
        int first = SlotOf(hash) & ~(slots - 1);
        for (int i = 0; i < slots; i++)
        {
            Publish(first + i, i * 2 < slots ? low : high);
        }
    }

    private int SlotOf(ulong hash) => (int)((hash >> 32) >> _header->DirectoryShift);

    /// <summary>Copies the groups of a segment to two others: by a bit of the hash's upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private void Move(GroupSegment from, GroupSegment low, GroupSegment high, uint bit)
    {
        int lowCount = 0;
        byte* end = from.Start + from.Bytes;
        for (byte* entry = from.Start; entry < end; entry += Stride)
        {
            if (GroupLayout<TKey, TAggregates>.MarkOf(entry) == 0)
            {
                continue;
            }

            ulong hash = TKey.Hash(in *(TKey*)entry);
            bool isHigh = ((uint)(hash >> 32) & bit) != 0;
            GroupSegment to = isHigh ? high : low;
            byte* place = EmptyPlace(to.Start, to.Buckets - 1, hash);
            Unsafe.CopyBlockUnaligned(place, entry, (uint)Stride);
            lowCount += isHigh ? 0 : 1;
        }

        high.Count = from.Count - lowCount;
        low.Count = low == high ? from.Count : lowCount;
    }

    /// <summary>The first empty entry on a hash's way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* EmptyPlace(byte* start, nuint mask, ulong hash)
    {
        nuint home = (nuint)(hash >> 32) & mask;
        for (nuint step = 0; ; step++)
        {
            byte* bucket = start + ((home ^ step) * (nuint)BucketBytes);
            for (int slot = 0; slot < GroupLayout<TKey, TAggregates>.Slots; slot++)
            {
                byte* entry = bucket + (slot * Stride);
                if (GroupLayout<TKey, TAggregates>.MarkOf(entry) == 0)
                {
                    return entry;
                }
            }
        }
    }

    /// <summary>Finds out again where the entry of every number is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NumberEntries()
    {
        ForEachSegment(segment =>
        {
            byte* end = segment.Start + segment.Bytes;
            for (byte* entry = segment.Start; entry < end; entry += Stride)
            {
                if (GroupLayout<TKey, TAggregates>.MarkOf(entry) != 0)
                {
                    _header->Entries[((GroupEntry<TKey>*)entry)->Number] = entry;
                }
            }
        });
        _header->AreEntriesStale = false;
    }

    private void ClearSegments() => ForEachSegment(static segment => segment.Clear());

    private void FreeSegments()
    {
        ForEachSegment(FreeSegment);
        _spare?.Free();
        _spare = null;
        _segments = [];
        NativeMemory.Free(_header->Directory);
    }

    /// <summary>Forgets when groups were touched.</summary>
    private void AgeStamps() =>
        ForEachSegment(static segment =>
        {
            byte* end = segment.Start + segment.Bytes;
            for (byte* entry = segment.Start; entry < end; entry += Stride)
            {
                GroupEntry<TKey>* group = (GroupEntry<TKey>*)entry;
                group->Mark = group->Mark == 0 ? 0 : (group->Mark & 0xFFFF0000) | OldStamp;
            }
        });

    // A segment has as many directory slots as its depth is less than the directory's.
    private void ForEachSegment(Action<GroupSegment> action)
    {
        for (int i = 0; i < _segments.Length; i += 1 << (Depth - _segments[i].Depth))
        {
            action(_segments[i]);
        }
    }
}
