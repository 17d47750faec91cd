using Compiled.State;

namespace Compiled.Tests.State;

/// <summary>A store in a dictionary, enumerated in an order that has nothing to do with the order of writing.</summary>
internal sealed class DictionaryStore : IKeyedStore
{
    public Dictionary<string, byte[]> Entries { get; } = [];

    public int Writes { get; private set; }

    public long Count => Entries.Count;

    public void Upsert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Writes++;
        Entries[Convert.ToHexString(key)] = value.ToArray();
    }

    public void Delete(ReadOnlySpan<byte> key) => Entries.Remove(Convert.ToHexString(key));

    public void Scan(KeyValueVisitor visit)
    {
        foreach ((string key, byte[] value) in Entries.OrderBy(entry => KeyHash.Of(Convert.FromHexString(entry.Key))).ToList())
        {
            visit(Convert.FromHexString(key), value);
        }
    }

    public void Dispose()
    {
    }
}
