namespace Compiled.State;

/// <content>
/// A table that has a share of the groups of a whole. Groups of all shares are saved as those of one table, so each has, besides its number here, the number by which it is saved.
/// </content>
public sealed unsafe partial class GroupTable<TKey, TAggregates, TOps>
{
    private int[]? _savedNumbers;

    /// <summary>The number by which a group is saved.</summary>
    internal int SavedNumber(int group) => _savedNumbers is null ? group : _savedNumbers[group];

    /// <summary>Gives the groups that were never saved the numbers to be saved by.</summary>
    /// <param name="next">The first free number of the whole.</param>
    /// <returns>The number behind those given.</returns>
    internal int NumberNewGroups(int next)
    {
        for (int group = SavedCount; group < Count; group++)
        {
            SetSavedNumber(group, next++);
        }

        return next;
    }

    /// <summary>Takes the groups of a share, with all that is known of them, from a table that has those of all shares. That stays as it is and may be read by others meanwhile.</summary>
    internal void TakeShare(GroupTable<TKey, TAggregates, TOps> whole, uint share, uint shares)
    {
        int unsaved = whole._unsaved.Next(0);
        for (int group = 0; group < whole.Count; group++)
        {
            bool isUnsaved = group == unsaved;
            if (isUnsaved)
            {
                unsaved = whole._unsaved.Next(group + 1);
            }

            GroupEntry<TKey>* entry = whole.EntryAt(group);
            ulong hash = TKey.Hash(in entry->Key);
            if (KeyShare.Of(hash, shares) == share)
            {
                TakeGroup(whole, entry, hash, isUnsaved);
            }
        }
    }

    /// <summary>Adds the groups of a share from a table of partial results of all shares, in their order there.</summary>
    internal void MergeShare(GroupTable<TKey, TAggregates, TOps> partial, uint share, uint shares)
    {
        const int Part = 256;
        TKey* keys = stackalloc TKey[Part];
        int* groups = stackalloc int[Part];
        int count = 0;
        for (int group = 0; group < partial.Count; group++)
        {
            keys[count] = partial.Key(group);
            groups[count] = group;
            count += KeyShare.Of(TKey.Hash(in keys[count]), shares) == share ? 1 : 0;
            if (count == Part || (group == partial.Count - 1 && count > 0))
            {
                Add(keys, 0, count, new ChosenResults(partial, groups, Arena));
                count = 0;
            }
        }
    }

    /// <summary>Adds rows that were staged as aggregates of one row each.</summary>
    internal void AddStaged(TKey* keys, TAggregates* aggregates, int count) => Add(keys, 0, count, new StagedAggregates(aggregates, Arena));

    private void TakeGroup(GroupTable<TKey, TAggregates, TOps> whole, GroupEntry<TKey>* from, ulong hash, bool isUnsaved)
    {
        GroupEntry<TKey>* entry = Insert(&from->Key, GroupIndex.TagOf(hash));
        *(TAggregates*)AddressOf(entry) = *(TAggregates*)AddressOf(from);
        if (from->Stamp == whole._header->Epoch)
        {
            TableHeader.EnsureTouched(_header, 1);
            Touch(_header, entry);
        }

        if (isUnsaved)
        {
            _unsaved.Add(&entry->Number, 1, Count);
        }

        // Numbers of groups that were saved are those below the others, here as there.
        if (from->Number < whole.SavedCount)
        {
            SetSavedNumber(entry->Number, from->Number);
            SavedCount = Count;
        }
    }

    private void SetSavedNumber(int group, int number)
    {
        _savedNumbers ??= new int[16];
        if (group >= _savedNumbers.Length)
        {
            Array.Resize(ref _savedNumbers, (int)Math.Min(Math.Max(group + 1L, _savedNumbers.Length * 2L), Array.MaxLength));
        }

        _savedNumbers[group] = number;
    }

    /// <summary>Adds some groups of a table of partial results.</summary>
    private readonly struct ChosenResults(GroupTable<TKey, TAggregates, TOps> from, int* groups, TextArena arena) : IRowAggregation<TAggregates>
    {
        public void Add(ref TAggregates group, nint row) => TOps.Combine(ref group, in from[groups[row]], arena);
    }

    /// <summary>Adds aggregates of one row each.</summary>
    private readonly struct StagedAggregates(TAggregates* staged, TextArena arena) : IRowAggregation<TAggregates>
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        public void Add(ref TAggregates group, nint row) => TOps.Combine(ref group, in staged[row], arena);
    }
}
