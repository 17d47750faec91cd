using Compiled.Memory;

namespace Compiled.State;

/// <summary>Where the last version of every key lies in a log: made by one scan, used by the next.</summary>
internal sealed unsafe class LiveRecords : IDisposable
{
    private const long Deleted = -1;
    private readonly GroupTable<TextKey, Last, LastOps> _keys = new(tracksChanges: false);
    private readonly byte* _short = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(Frame.Padding * 2);

    ~LiveRecords() => Free();

    /// <summary>Number of keys that are not deleted.</summary>
    public long Count { get; private set; }

    /// <summary>Number of records, live and outdated.</summary>
    public long RecordCount { get; private set; }

    /// <summary>Takes the next record of the log.</summary>
    public void Add(ReadOnlySpan<byte> key, long address, bool isTombstone)
    {
        fixed (byte* bytes = key)
        {
            RecordCount++;
            int before = _keys.Count;
            ref Last last = ref _keys[_keys.FindOrAdd(KeyOf(bytes, key.Length))];
            bool wasLive = _keys.Count == before && last.Address != Deleted;
            Count += (isTombstone ? 0 : 1) - (wasLive ? 1 : 0);
            last.Address = isTombstone ? Deleted : address;
        }
    }

    /// <summary>Whether the key's last version is the record at <paramref name="address"/>.</summary>
    public bool IsLast(ReadOnlySpan<byte> key, long address)
    {
        fixed (byte* bytes = key)
        {
            int group = _keys.Find(KeyOf(bytes, key.Length));
            return group >= 0 && _keys[group].Address == address;
        }
    }

    public void Dispose()
    {
        Free();
        _keys.Dispose();
        GC.SuppressFinalize(this);
    }

    // A short key is loaded with what follows it, which in a log may be the end of memory.
    private TextKey KeyOf(byte* bytes, int length)
    {
        if (length < 16)
        {
            new ReadOnlySpan<byte>(bytes, length).CopyTo(new Span<byte>(_short, Frame.Padding));
            bytes = _short;
        }

        return new TextKey(new Utf8Slice(bytes, length));
    }

    private void Free() => System.Runtime.InteropServices.NativeMemory.Free(_short);

    private struct Last
    {
        public long Address;
    }

    private readonly struct LastOps : IAggregateOps<Last>
    {
        public static void Combine(ref Last into, in Last from, TextArena arena) => into.Address = Math.Max(into.Address, from.Address);
    }
}
