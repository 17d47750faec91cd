namespace Compiled.State;

/// <summary>What a table has to know of the aggregates it keeps. Generated as a struct without fields; called without indirection.</summary>
/// <typeparam name="TAggregates">The aggregates of one group.</typeparam>
public interface IAggregateOps<TAggregates>
    where TAggregates : unmanaged
{
    /// <summary>Prepares the aggregates of a new group, whose memory is zero. Default: zero is right already.</summary>
    static virtual void Initialize(ref TAggregates aggregates)
    {
    }

    /// <summary>Adds the partial result <paramref name="from"/> of the same group to <paramref name="into"/>.</summary>
    /// <param name="into">Takes the sum.</param>
    /// <param name="from">Lies in another table; text in it must be copied.</param>
    /// <param name="arena">Where text of <paramref name="into"/> lives.</param>
    static abstract void Combine(ref TAggregates into, in TAggregates from, TextArena arena);

    /// <summary>Appends the aggregates as bytes. Default: as they lie in memory; override it when they hold text (<see cref="TextCell"/>).</summary>
    static virtual void Write(in TAggregates aggregates, StateWriter writer) => writer.Write(in aggregates);

    /// <summary>Reads what <see cref="Write"/> wrote, into zeroed memory.</summary>
    static virtual void Read(ref TAggregates aggregates, ref StateReader reader, TextArena arena) => aggregates = reader.Read<TAggregates>();
}
