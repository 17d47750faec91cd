namespace Compiled.State;

/// <summary>Where the last version of every key lies in a log: made by one scan, used by the next. An address a group, since the groups of a window are numbered from 0.</summary>
/// <param name="mostRecords">Not fewer than the log can hold: no number is as high.</param>
internal sealed class LiveRecords(long mostRecords)
{
    private const long None = 0;
    private readonly Dictionary<WindowId, Window> _windows = [];
    private WindowId _currentId;
    private Window? _current;

    /// <summary>Number of keys that are not deleted.</summary>
    public long Count { get; private set; }

    /// <summary>Number of records, live and outdated.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Takes the next record of the log.</summary>
    /// <exception cref="PipelineException">The key is none (CMP0921).</exception>
    public void Add(ReadOnlySpan<byte> key, long address, bool isTombstone)
    {
        ref long last = ref Last(key);
        RecordCount++;
        Count += (isTombstone ? 0 : 1) - (last == None ? 0 : 1);
        last = isTombstone ? None : address;
    }

    /// <summary>Whether the key's last version is the record at <paramref name="address"/>.</summary>
    public bool IsLast(ReadOnlySpan<byte> key, long address) => Last(key) == address;

    private ref long Last(ReadOnlySpan<byte> key)
    {
        WindowId id = StoreKey.Read(key, out int number);
        if (_current is null || id != _currentId)
        {
            if (!_windows.TryGetValue(id, out _current))
            {
                _windows.Add(id, _current = new Window());
            }

            _currentId = id;
        }

        if ((uint)number >= (ulong)mostRecords)
        {
            throw StateErrors.Damaged($"a key has the number {number}, but there are not more than {mostRecords} records");
        }

        return ref _current.At(number);
    }

    private sealed class Window
    {
        private long[] _addresses = [];

        public ref long At(int number)
        {
            if (number >= _addresses.Length)
            {
                Array.Resize(ref _addresses, (int)Math.Min(Array.MaxLength, Math.Max(number + 1L, _addresses.Length * 2L)));
            }

            return ref _addresses[number];
        }
    }
}
