using System.Globalization;

namespace Compiled.Checkpoint;

/// <summary>
/// The folders <c>offsets</c>, <c>commits</c> and <c>sources</c> of a checkpoint: a file an epoch, and the positions of old epochs gathered in one file now and then.
/// </summary>
internal sealed class EpochLog
{
    private const string OffsetsKind = "offsets";
    private const string CommitsKind = "commits";
    private const string SourcesKind = "sources";
    private readonly IFileSystem _files;
    private readonly string _offsets;
    private readonly string _commits;
    private readonly string _sources;

    public EpochLog(IFileSystem files, string folder)
    {
        _files = files;
        _offsets = Path.Combine(folder, OffsetsKind);
        _commits = Path.Combine(folder, CommitsKind);
        _sources = Path.Combine(folder, SourcesKind);
    }

    /// <summary>Makes the folders and removes what a crash left half written.</summary>
    public void Open()
    {
        foreach (string folder in (ReadOnlySpan<string>)[_offsets, _commits, _sources])
        {
            _files.CreateFolder(folder);
            foreach (string name in _files.List(folder).Where(name => name.EndsWith(CheckpointFile.TemporarySuffix, StringComparison.Ordinal)))
            {
                _files.Delete(Path.Combine(folder, name));
            }
        }
    }

    public void Write(EpochOffsets offsets) => CheckpointFile.Write(_files, _offsets, Name(offsets.Epoch), OffsetsKind, EpochRecords.ToLines(offsets));

    public void Write(EpochCommit commit) => CheckpointFile.Write(_files, _commits, Name(commit.Epoch), CommitsKind, EpochRecords.ToLines(commit));

    public long[] OffsetEpochs() => Epochs(_offsets);

    public long[] CommitEpochs() => Epochs(_commits);

    public long[] CompactedEpochs() => Epochs(_sources);

    public EpochOffsets ReadOffsets(long epoch) => EpochRecords.ParseOffsets(CheckpointFile.Read(_files, _offsets, Name(epoch), OffsetsKind));

    public EpochCommit? TryReadCommit(long epoch, out string reason) =>
        CheckpointFile.TryRead(_files, _commits, Name(epoch), CommitsKind, out reason) is { } lines ? EpochRecords.ParseCommit(lines) : null;

    /// <summary>The positions of all epochs up to and with <paramref name="epoch"/>, oldest first.</summary>
    public InputPosition[]? TryReadCompacted(long epoch, out string reason) =>
        CheckpointFile.TryRead(_files, _sources, Name(epoch), SourcesKind, out reason) is { } lines ? Array.ConvertAll(lines, EpochRecords.ParsePosition) : null;

    /// <summary>Removes the offsets of a group that was never committed: its epochs will be others.</summary>
    public void Discard(EpochOffsets group) => _files.Delete(OffsetsPath(group.Epoch));

    public string CommitPath(long epoch) => Path.Combine(_commits, Name(epoch));

    public string OffsetsPath(long epoch) => Path.Combine(_offsets, Name(epoch));

    public string CompactedPath(long epoch) => Path.Combine(_sources, Name(epoch));

    /// <summary>
    /// Writes <c>sources/N</c> with <paramref name="positions"/>, everything read up to epoch N, and removes what the <em>previous</em> such file had made superfluous:
    /// so there are always two ways to the truth, should the newest file be damaged.
    /// </summary>
    public void Compact(long epoch, IEnumerable<InputPosition> positions)
    {
        long[] earlier = CompactedEpochs();
        CheckpointFile.Write(_files, _sources, Name(epoch), SourcesKind, positions.Select(EpochRecords.ToLine));
        if (earlier.Length == 0)
        {
            return;
        }

        long previous = earlier[^1];
        Remove(_offsets, OffsetEpochs(), previous);
        Remove(_commits, CommitEpochs(), previous);
        Remove(_sources, earlier, previous - 1);
    }

    private void Remove(string folder, long[] epochs, long last)
    {
        foreach (long epoch in epochs.Where(epoch => epoch <= last))
        {
            _files.Delete(Path.Combine(folder, Name(epoch)));
        }
    }

    // A loop: every job with a checkpoint starts here, and LINQ over numbers is compiled anew in each process.
    private long[] Epochs(string folder)
    {
        var epochs = new List<long>();
        foreach (string name in _files.List(folder))
        {
            if (name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                epochs.Add(long.Parse(name, CultureInfo.InvariantCulture));
            }
        }

        epochs.Sort();
        return [.. epochs];
    }

    private static string Name(long epoch) => epoch.ToString(CultureInfo.InvariantCulture);
}
