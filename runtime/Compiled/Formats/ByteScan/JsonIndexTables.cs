namespace Compiled.Formats;

/// <summary>What an index kernel writes.</summary>
/// <param name="positions">Gets the positions of unescaped quotes and newlines; room for one a byte and 128 more.</param>
/// <param name="chunks">Gets an entry for each 64 bytes.</param>
internal readonly unsafe struct JsonIndexTables(ushort* positions, JsonIndexChunk* chunks)
{
    public readonly ushort* Positions = positions;

    public readonly JsonIndexChunk* Chunks = chunks;
}

/// <summary>64 bytes of a block as bits, the first byte lowest.</summary>
internal struct JsonIndexChunk
{
    /// <summary>Unescaped quotes and newlines.</summary>
    public ulong Found;

    /// <summary>Positions found in the chunks before.</summary>
    public int Before;
}
