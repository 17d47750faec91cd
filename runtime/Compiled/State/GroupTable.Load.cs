using System.Runtime.CompilerServices;

namespace Compiled.State;

/// <content>Loading: groups come in no order and take the number they had.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    private int _loaded;

    internal void LoadGroup(int number, ref StateReader key, ref StateReader value)
    {
        TableHeader.EnsureNumber(_header, number);
        if (_header->Entries[number] != null)
        {
            throw StateErrors.Damaged($"two groups have number {number}");
        }

        TKey loaded = TKey.Read(ref key, Arena);
        GroupEntry<TKey>* entry = Add(&loaded, TKey.Hash(in loaded), null, OldStamp, number);
        TOps.Read(ref *(TAggregates*)AddressOf(entry), ref value, Arena);
        _loaded++;
        _header->Count = Math.Max(_header->Count, number + 1);
    }

    internal void EndLoad()
    {
        if (_loaded != _header->Count)
        {
            throw StateErrors.Damaged($"{_header->Count - _loaded} groups of a window are missing");
        }

        _loaded = 0;
        SavedCount = _header->Count;
    }

    /// <summary>Adds a group that is not there; its aggregates are zero.</summary>
    /// <param name="place">The empty entry that probing for the key ended at; null if it is not known.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GroupEntry<TKey>* Add(TKey* key, ulong hash, byte* place, uint stamp, int number)
    {
        GroupSegment segment = _segments[SlotOf(hash)];
        if (segment.Count >= segment.Limit || place == null)
        {
            place = MakePlace(ref segment, hash);
        }

        GroupEntry<TKey>* entry = (GroupEntry<TKey>*)place;
        entry->Key = *key;
        entry->Mark = TableHeader.TagOf(hash) | stamp;
        entry->Number = number;
        if (!GroupLayout<TKey, TAggregates>.IsInline)
        {
            *(nint*)(place + GroupLayout<TKey, TAggregates>.AggregatesOffset) = _list!.Add((nuint)GroupLayout<TKey, TAggregates>.ListStride);
        }

        segment.Count++;
        _header->Entries[number] = place;
        return entry;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private byte* MakePlace(ref GroupSegment segment, ulong hash)
    {
        while (segment.Count >= segment.Limit)
        {
            Grow(hash);
            segment = _segments[SlotOf(hash)];
        }

        return EmptyPlace(segment.Start, segment.Buckets - 1, hash);
    }
}
