namespace Compiled.Sources;

/// <summary>Threads that read parts of a block at the same time: with several workers one thread's copying would hold them all up.</summary>
internal interface IReadTeam
{
    /// <summary>Number of threads, the caller's included.</summary>
    int Count { get; }

    /// <summary>Calls <see cref="IPartReader.ReadPart"/> for each part, and returns when all are read. Throws the first part's fault.</summary>
    void Read(IPartReader reader, int parts);
}

/// <summary>Who can read a part of a block while others are read.</summary>
internal interface IPartReader
{
    /// <summary>Reads a part as a whole.</summary>
    void ReadPart(int part, int parts);
}
