using System.Net.Sockets;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>A running input: its source, the range planned for the epoch, and what has been read but is not durable yet.</summary>
internal abstract class InputRunner(int id, string name, StreamSource source) : IAsyncDisposable
{
    /// <summary>Its number in the pipeline.</summary>
    public int Id { get; } = id;

    public string Name { get; } = name;

    public StreamSource Source { get; } = source;

    /// <summary>Whether nothing will ever come again.</summary>
    public abstract bool IsCompleted { get; }

    /// <summary>The range of the epoch as text; null if it reads nothing of this input.</summary>
    public abstract string? Position { get; }

    /// <summary>Bytes consumed in the epoch.</summary>
    public long Bytes { get; protected set; }

    /// <summary>Goes to the place after all these ranges.</summary>
    public abstract ValueTask StartAsync(IReadOnlyList<string> committed);

    /// <summary>Chooses the epoch's range; false if there is nothing.</summary>
    public abstract ValueTask<bool> PlanAsync(bool all);

    /// <summary>Makes a logged range the epoch's.</summary>
    public abstract void PlanReplay(string position);

    /// <summary>Leaves the input out of the epoch.</summary>
    public abstract void PlanNothing();

    /// <summary>Reads the range and has the workers consume it.</summary>
    public abstract void Run(WorkerSet workers, Place place);

    /// <summary>State of everything run so far is being made durable; what is run from now on belongs to the next time.</summary>
    public abstract void MarkSaved();

    /// <summary>Tells the source that what <see cref="MarkSaved"/> marked is durable.</summary>
    public abstract ValueTask CommitAsync();

    /// <summary>Completes when there may be something to plan, unless that is because something arrived on a socket that was added to <paramref name="watched"/>.</summary>
    public abstract ValueTask WaitAsync(List<Socket> watched, CancellationToken cancellationToken);

    /// <summary>One text for many; see <see cref="ByteSourceReader.Compact"/>.</summary>
    public abstract string Compact(IReadOnlyList<string> committed);

    public abstract ValueTask DisposeAsync();
}
