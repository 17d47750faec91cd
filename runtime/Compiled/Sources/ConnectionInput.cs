using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>The bytes of one connection, given out in ranges: what an epoch may take.</summary>
internal abstract class ConnectionInput : BlockInput
{
    /// <summary>Whether the peer has said that nothing more comes; what it sent may still wait to be read.</summary>
    public abstract bool IsPeerDone { get; }

    /// <summary>Whether something has certainly arrived. Costs little, so that a job may ask again and again for some microseconds before it goes to sleep.</summary>
    public virtual bool HasArrived => false;

    /// <summary>Lets the next reads give at most <paramref name="bytes"/> in all, and nothing more until the next call. What a finished peer sent is given to its end.</summary>
    public abstract void BeginRange(long bytes);

    /// <summary>What can be read when something has arrived; null if an arrival is signalled otherwise.</summary>
    public virtual Socket? Watched => null;
}
