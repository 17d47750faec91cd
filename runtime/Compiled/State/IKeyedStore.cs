namespace Compiled.State;

/// <summary>The durable keyed store behind the groups in memory: bytes to bytes. Not thread-safe.</summary>
public interface IKeyedStore : IDisposable
{
    /// <summary>Number of live keys.</summary>
    long Count { get; }

    /// <summary>Sets the value of a key.</summary>
    void Upsert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Removes a key; nothing if it is absent.</summary>
    void Delete(ReadOnlySpan<byte> key);

    /// <summary>Calls <paramref name="visit"/> for every live key, in no particular order.</summary>
    void Scan(KeyValueVisitor visit);
}

/// <summary>Sees one key and its value; the spans are valid only during the call.</summary>
public delegate void KeyValueVisitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
