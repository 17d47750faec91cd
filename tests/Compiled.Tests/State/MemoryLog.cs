using System.Runtime.InteropServices;
using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>Saved groups in memory: chunks applied as they come, each group told in an order that has nothing to do with the order of saving.</summary>
internal sealed class MemoryLog : IChunkSink, ISavedGroups
{
    public MemoryLog() => Changes = new StateChanges(this);

    public MemoryLog(MemoryLog other)
        : this()
    {
        foreach ((string id, Saved saved) in other.Groups)
        {
            Groups.Add(id, saved);
        }
    }

    public StateChanges Changes { get; }

    /// <summary>The groups, by operator, window and number as text.</summary>
    public Dictionary<string, Saved> Groups { get; } = [];

    /// <summary>Groups written, over and over.</summary>
    public int Writes { get; private set; }

    /// <summary>Headers of all chunks.</summary>
    public List<ChunkHeader> Chunks { get; } = [];

    public long MostGroups => Groups.Count;

    public void Append(in ChunkHeader header, ReadOnlySpan<byte> chunk)
    {
        Chunks.Add(header);
        Assert.True(header.IsWhole);
        Assert.Equal(header, MemoryMarshal.Read<ChunkHeader>(chunk));
        Assert.Equal(header.PayloadBytes, chunk.Length - ChunkHeader.Size);
        ushort operatorId = header.OperatorId;
        long window = header.WindowStart;
        if (header.Kind == ChunkKind.WindowDropped)
        {
            foreach (string id in Groups.Where(group => group.Value.OperatorId == operatorId && group.Value.Window == window).Select(group => group.Key).ToList())
            {
                Groups.Remove(id);
            }

            return;
        }

        ChunkGroups groups = new(in header, chunk[ChunkHeader.Size..], "memory");
        while (groups.MoveNext())
        {
            Writes++;
            Groups[$"{operatorId} {window} {groups.Number}"] = new Saved(operatorId, window, groups.Number, groups.Current.ToArray());
        }
    }

    public void Visit(SavedGroupVisitor visit)
    {
        foreach (Saved saved in Groups.Values.OrderBy(saved => KeyHash.Of((ulong)saved.Number)).ToList())
        {
            visit(saved.OperatorId, saved.Window, saved.Number, saved.Bytes);
        }
    }

    public sealed record Saved(ushort OperatorId, long Window, int Number, byte[] Bytes);
}
