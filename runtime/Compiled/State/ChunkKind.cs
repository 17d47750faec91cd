namespace Compiled.State;

/// <summary>What a chunk of the change log says.</summary>
internal enum ChunkKind : byte
{
    /// <summary>New contents of groups of one window.</summary>
    Groups = 1,

    /// <summary>Every group of a window is gone.</summary>
    WindowDropped = 2,
}
