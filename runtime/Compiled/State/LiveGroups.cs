using System.Runtime.InteropServices;

namespace Compiled.State;

/// <summary>How many groups are alive and what they would take on disk: an estimate, by which is decided when the change log is worth folding.</summary>
internal sealed class LiveGroups
{
    private readonly Dictionary<WindowId, long> _windows = [];

    /// <summary>Bytes of all groups in one version.</summary>
    public long Bytes { get; private set; }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _windows.Clear();
        Bytes = 0;
    }

    /// <summary>Takes a group that was there when the state was opened.</summary>
    public void Add(WindowId id, int bytes)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_windows, id, out _) += bytes;
        Bytes += bytes;
    }

    /// <summary>Takes what a chunk says of its window, as if the groups of the chunk were like the others.</summary>
    public void Note(in ChunkHeader chunk)
    {
        WindowId id = new(chunk.OperatorId, chunk.WindowStart);
        if (chunk.Kind == ChunkKind.WindowDropped)
        {
            if (_windows.Remove(id, out long dropped))
            {
                Bytes -= dropped;
            }

            return;
        }

        ref long window = ref CollectionsMarshal.GetValueRefOrAddDefault(_windows, id, out _);
        Bytes -= window;
        window = chunk.EntryBytes * chunk.WindowGroups / Math.Max(1, chunk.Count);
        Bytes += window;
    }
}
