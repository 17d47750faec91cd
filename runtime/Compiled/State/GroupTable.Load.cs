namespace Compiled.State;

/// <content>Loading: groups come in no order and go to the number they had.</content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    private const uint LoadedStamp = uint.MaxValue;
    private int _loaded;

    internal void LoadGroup(int number, ref StateReader group)
    {
        TableHeader.EnsureEntry(_header, number, Stride);
        GroupEntry<TKey>* entry = EntryAt(number);
        if (entry->Stamp == LoadedStamp)
        {
            throw StateErrors.Damaged($"two groups have number {number}");
        }

        entry->Stamp = LoadedStamp;
        entry->Number = number;
        entry->Key = TKey.Read(ref group, Arena);
        TOps.Read(ref *(TAggregates*)AddressOf(entry), ref group, Arena);
        if (group.Remaining != 0)
        {
            throw StateErrors.Damaged("a group is longer than its contents");
        }

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
        while (_header->GrowAt < _header->Count)
        {
            GroupIndex.Grow(_header);
        }

        IndexGrowth.Finish(_header);

        for (int number = 0; number < _header->Count; number++)
        {
            GroupEntry<TKey>* entry = EntryAt(number);
            entry->Stamp = 0;
            GroupIndex.Add(_header, GroupIndex.TagOf(TKey.Hash(in entry->Key)), TableHeader.PlaceOf(number));
        }
    }
}
