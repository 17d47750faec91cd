using System.Runtime.InteropServices;
using Compiled.Checkpoint;

namespace Compiled.State;

/// <summary>
/// The change log read back, from the newest chunk to the oldest: so each group is read once, in its last version, and what a dropped window held is passed over.
/// </summary>
internal sealed class ChangeHistory
{
    private readonly IFileSystem _files;
    private readonly string _folder;
    private readonly int _first;
    private readonly List<List<long>> _ends = [];
    private readonly Dictionary<WindowId, int> _windowGroups = [];
    private byte[] _chunk = [];

    private ChangeHistory(IFileSystem files, string folder, int first)
    {
        _files = files;
        _folder = folder;
        _first = first;
    }

    /// <summary>Size of the files, up to the recorded end.</summary>
    public long Bytes { get; private set; }

    /// <summary>Number of groups written, over and over.</summary>
    public long GroupCount { get; private set; }

    /// <summary>How many groups the windows have of which the log tells; 0 for one that was dropped.</summary>
    public IReadOnlyDictionary<WindowId, int> WindowGroups => _windowGroups;

    /// <summary>Finds the chunks of some files; their payloads are not looked at yet.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder of the state.</param>
    /// <param name="first">Number of the first file.</param>
    /// <param name="last">Number of the last file.</param>
    /// <param name="end">Where the last file ends; the others are whole.</param>
    /// <exception cref="PipelineException">A file is missing or too short (CMP0920), or a header is damaged (CMP0921).</exception>
    public static ChangeHistory Find(IFileSystem files, string folder, int first, int last, long end)
    {
        ChangeHistory history = new(files, folder, first);
        for (int number = first; number <= last; number++)
        {
            history.FindChunks(number, number == last ? end : null);
        }

        return history;
    }

    /// <summary>Calls <paramref name="visit"/> for the last version of every group that is not in <paramref name="seen"/>, and notes there what it met.</summary>
    /// <exception cref="PipelineException">A chunk is damaged (CMP0921).</exception>
    public void Visit(SeenGroups seen, SavedGroupVisitor visit, CancellationToken cancellationToken = default)
    {
        for (int i = _ends.Count - 1; i >= 0; i--)
        {
            string path = ChangeFile.PathOf(_folder, _first + i);
            using IGrowingFile file = _files.Open(path);
            List<long> ends = _ends[i];
            for (int chunk = ends.Count - 1; chunk > 0; chunk--)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<byte> bytes = Read(file, ends[chunk - 1], ends[chunk], path);
                VisitChunk(MemoryMarshal.Read<ChunkHeader>(bytes), bytes[ChunkHeader.Size..], path, seen, visit);
            }
        }
    }

    private static void VisitChunk(in ChunkHeader header, ReadOnlySpan<byte> payload, string path, SeenGroups seen, SavedGroupVisitor visit)
    {
        SeenGroups.Window window = seen.Of(new WindowId(header.OperatorId, header.WindowStart));
        if (window.IsDropped)
        {
            return;
        }

        if (header.Kind == ChunkKind.WindowDropped)
        {
            window.IsDropped = true;
            return;
        }

        ChunkGroups groups = new(in header, payload, path);
        while (groups.MoveNext())
        {
            if (window.TryAdd(groups.Number))
            {
                visit(header.OperatorId, header.WindowStart, groups.Number, groups.Current);
            }
        }
    }

    private void FindChunks(int number, long? recordedEnd)
    {
        string path = ChangeFile.PathOf(_folder, number);
        if (!_files.Exists(path))
        {
            throw StateErrors.Unreadable(_folder, $"the file '{Path.GetFileName(path)}' is missing");
        }

        using IGrowingFile file = _files.Open(path);
        long end = recordedEnd ?? file.Length;
        if (file.Length < end)
        {
            throw StateErrors.Unreadable(_folder, $"'{Path.GetFileName(path)}' ends at byte {file.Length} instead of {end}");
        }

        ChangeFile.CheckFront(file, _folder, number);
        List<long> ends = [ChangeFile.FrontBytes];
        while (ends[^1] < end)
        {
            ends.Add(EndOfChunk(file, ends[^1], end, path));
        }

        _ends.Add(ends);
        Bytes += end;
    }

    private long EndOfChunk(IGrowingFile file, long start, long end, string path)
    {
        ChunkHeader header = default;
        Span<byte> bytes = MemoryMarshal.AsBytes(new Span<ChunkHeader>(ref header));
        if (end - start < ChunkHeader.Size || file.Read(start, bytes) < bytes.Length || !header.IsWhole
            || header.PayloadBytes < 0 || header.PayloadBytes > end - start - ChunkHeader.Size)
        {
            throw StateErrors.Damaged($"there is no whole chunk at byte {start} of '{path}'");
        }

        GroupCount += header.Count;
        _windowGroups[new WindowId(header.OperatorId, header.WindowStart)] = header.WindowGroups;
        return start + ChunkHeader.Size + header.PayloadBytes;
    }

    private Span<byte> Read(IGrowingFile file, long start, long end, string path)
    {
        int length = checked((int)(end - start));
        if (_chunk.Length < length)
        {
            _chunk = GC.AllocateUninitializedArray<byte>(Math.Max(length, Math.Min(_chunk.Length * 2, Array.MaxLength)));
        }

        Span<byte> bytes = _chunk.AsSpan(0, length);
        return file.Read(start, bytes) == length ? bytes : throw StateErrors.Damaged($"'{path}' ends within the chunk at byte {start}");
    }
}
