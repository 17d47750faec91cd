namespace Compiled.State;

/// <summary>The durable keyed store behind the groups in memory: bytes to bytes. Not thread-safe.</summary>
public interface IKeyedStore : IDisposable
{
    /// <summary>Number of live keys.</summary>
    long Count { get; }

    /// <summary>Says that so many keys are about to be inserted, so that the store grows once. A hint.</summary>
    void Reserve(long inserts)
    {
    }

    /// <summary>Sets the value of a key.</summary>
    void Upsert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);

    /// <summary>Sets the value of a key that the caller knows to be absent: spares the store the look-up that <see cref="Count"/> needs.</summary>
    void Insert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Upsert(key, value);

    /// <summary>Sets the value of a key that the caller knows to be there.</summary>
    void Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Upsert(key, value);

    /// <summary>Removes a key; nothing if it is absent.</summary>
    void Delete(ReadOnlySpan<byte> key);

    /// <summary>Removes a key that the caller knows to be there.</summary>
    void Remove(ReadOnlySpan<byte> key) => Delete(key);

    /// <summary>Calls <paramref name="visit"/> for every live key, in no particular order.</summary>
    void Scan(KeyValueVisitor visit);
}

/// <summary>Sees one key and its value; the spans are valid only during the call.</summary>
public delegate void KeyValueVisitor(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value);
