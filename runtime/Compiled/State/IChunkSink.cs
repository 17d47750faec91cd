namespace Compiled.State;

/// <summary>Takes the chunks that <see cref="StateChanges"/> makes.</summary>
internal interface IChunkSink
{
    /// <summary>Takes a chunk.</summary>
    /// <param name="header">Its header, sealed.</param>
    /// <param name="chunk">Header and payload; valid only during the call.</param>
    void Append(in ChunkHeader header, ReadOnlySpan<byte> chunk);
}
