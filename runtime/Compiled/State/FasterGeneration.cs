using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Compiled.Checkpoint;
using FASTER.core;

namespace Compiled.State;

/// <summary>
/// One log of FASTER in a folder of its own. Checkpoints fold over: everything so far becomes read-only and is flushed, so a checkpoint costs
/// what changed since the last one, and older versions stay in the log. Each value carries a checksum of key and value.
/// </summary>
internal sealed unsafe class FasterGeneration : IDisposable
{
    /// <summary>Where FASTER keeps a folder for each checkpoint.</summary>
    public const string TokenFolder = "cpr-checkpoints";

    private const int ChecksumBytes = sizeof(uint);
    private const int LeastRecordBytes = 24;
    private const int PageBits = 22;
    private const int MemoryBits = 26;
    private const int SegmentBits = 28;
    private const int LeastIndexLines = 1 << 10;
    private const int ProbeBytes = 64 * 1024;
    private static readonly TimeSpan LongestFlush = TimeSpan.FromMinutes(5);

    private readonly string _folder;
    private readonly IDevice _device;
    private readonly FasterKV<SpanByte, SpanByte> _store;
    private readonly ClientSession<SpanByte, SpanByte, SpanByte, SpanByteAndMemory, Empty, IFunctions<SpanByte, SpanByte, SpanByte, SpanByteAndMemory, Empty>> _session;
    private readonly long _indexLines;
    private byte[] _value = GC.AllocateUninitializedArray<byte>(256, pinned: true);

    private FasterGeneration(string folder, int number, long expectedKeys, FasterCheckpoint? at)
    {
        _folder = folder;
        Number = number;
        _indexLines = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(LeastIndexLines, expectedKeys / StoreKey.GroupsPerBucket));
        _device = Devices.CreateLogDevice(Path.Combine(folder, "log"), recoverDevice: at is not null);
        try
        {
            LogSettings log = new()
            {
                LogDevice = _device,
                PageSizeBits = PageBits,
                MemorySizeBits = MemoryBits,
                SegmentSizeBits = SegmentBits,
            };
            CheckpointSettings checkpoints = new() { CheckpointDir = folder, RemoveOutdated = false };
            VariableLengthStructSettings<SpanByte, SpanByte> lengths = new() { keyLength = default(SpanByteVarLenStruct), valueLength = default(SpanByteVarLenStruct) };
            _store = new FasterKV<SpanByte, SpanByte>(
                _indexLines, log, checkpoints, comparer: default(KeyComparer), variableLengthStructSettings: lengths, concurrencyControlMode: ConcurrencyControlMode.None);
            if (at is FasterCheckpoint found)
            {
                // Without an index's token FASTER rebuilds the index from the log, which is short. A saved index would be one thing more
                // to be written each time, and one whose loss FASTER does not notice.
                _store.Recover(default, found.Log);
                CheckCookie(found);
            }

            _session = _store.For(new WholeValues()).NewSession<IFunctions<SpanByte, SpanByte, SpanByte, SpanByteAndMemory, Empty>>(new WholeValues());
        }
        catch
        {
            _store?.Dispose();
            _device.Dispose();
            throw;
        }
    }

    /// <summary>Its number, from which its folder's name is made.</summary>
    public int Number { get; }

    /// <summary>Bytes of log, live and outdated.</summary>
    public long LogBytes => _store.Log.TailAddress - _store.Log.BeginAddress;

    /// <summary>Number of keys for which the index is large enough.</summary>
    public long IndexCapacity => _indexLines * StoreKey.GroupsPerBucket * 4;

    public static FasterGeneration Create(string folder, int number, long expectedKeys)
    {
        Directory.CreateDirectory(folder);
        FolderSync.Sync(Path.GetDirectoryName(folder)!);
        return new FasterGeneration(folder, number, expectedKeys, null);
    }

    public static FasterGeneration Recover(string folder, FasterCheckpoint at) => new(folder, at.Generation, at.Count, at);

    public void Upsert(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int length = value.Length + ChecksumBytes;
        if (length > _value.Length)
        {
            _value = GC.AllocateUninitializedArray<byte>(Math.Max(length, _value.Length * 2), pinned: true);
        }

        value.CopyTo(_value);
        BinaryPrimitives.WriteUInt32LittleEndian(_value.AsSpan(value.Length), Checksum(key, value));
        fixed (byte* keyBytes = key)
        {
            SpanByte storeKey = SpanByte.FromPointer(keyBytes, key.Length);
            SpanByte storeValue = SpanByte.FromPointer((byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_value, 0), length);
            _ = _session.Upsert(ref storeKey, ref storeValue);
        }
    }

    public void Delete(ReadOnlySpan<byte> key)
    {
        fixed (byte* keyBytes = key)
        {
            SpanByte storeKey = SpanByte.FromPointer(keyBytes, key.Length);
            _ = _session.Delete(ref storeKey);
        }
    }

    /// <summary>Makes the present content durable, including the names of new files.</summary>
    public FasterCheckpoint Checkpoint(long epoch, long count)
    {
        byte[] cookie = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(cookie, epoch);
        BinaryPrimitives.WriteInt64LittleEndian(cookie.AsSpan(sizeof(long)), count);
        _store.CommitCookie = cookie;
        string tokens = Path.Combine(_folder, TokenFolder);
        Directory.CreateDirectory(tokens);
        ProbeRoom(tokens);
        Task<(bool IsLogged, Guid Log)> running = _store.TakeHybridLogCheckpointAsync(CheckpointType.FoldOver).AsTask();
        if (!running.Wait(LongestFlush))
        {
            throw new IOException($"the checkpoint did not end within {LongestFlush.TotalMinutes} minutes; the disk does not answer");
        }

        (bool isLogged, Guid log) = running.Result;
        ThrowUnless(isLogged);
        FolderSync.Sync(Path.Combine(tokens, log.ToString()));
        FolderSync.Sync(tokens);
        FolderSync.Sync(_folder);
        return new FasterCheckpoint(epoch, Number, log, count);
    }

    // FASTER waits for ever when a write of its log fails. A full disk or a folder that is gone shows itself here first, as an exception;
    // what comes between this and the flush is told by LongestFlush.
    private static void ProbeRoom(string folder)
    {
        string probe = Path.Combine(folder, "probe.tmp");
        using (FileStream file = new(probe, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1))
        {
            file.Write(new byte[ProbeBytes]);
            file.Flush(flushToDisk: true);
        }

        File.Delete(probe);
    }

    /// <summary>Finds the last version of every key.</summary>
    public LiveRecords Survey()
    {
        LiveRecords live = new(Math.Max(LeastIndexLines, LogBytes / LeastRecordBytes));
        using IFasterScanIterator<SpanByte, SpanByte> records = _store.Log.Scan(_store.Log.BeginAddress, _store.Log.TailAddress);
        while (records.GetNext(out RecordInfo record))
        {
            if (!record.Invalid)
            {
                live.Add(records.GetKey().AsReadOnlySpan(), records.CurrentAddress, record.Tombstone);
            }
        }

        return live;
    }

    /// <summary>Visits the last version of every key.</summary>
    /// <exception cref="PipelineException">A value does not match its checksum (CMP0921).</exception>
    public void Scan(LiveRecords live, KeyValueVisitor visit)
    {
        using IFasterScanIterator<SpanByte, SpanByte> records = _store.Log.Scan(_store.Log.BeginAddress, _store.Log.TailAddress);
        while (records.GetNext(out RecordInfo record))
        {
            ReadOnlySpan<byte> key = records.GetKey().AsReadOnlySpan();
            if (record.Invalid || record.Tombstone || !live.IsLast(key, records.CurrentAddress))
            {
                continue;
            }

            ReadOnlySpan<byte> stored = records.GetValue().AsReadOnlySpan();
            int length = stored.Length - ChecksumBytes;
            if (length < 0 || BinaryPrimitives.ReadUInt32LittleEndian(stored[length..]) != Checksum(key, stored[..length]))
            {
                throw StateErrors.Damaged($"the checksum of an entry in '{_folder}' does not match");
            }

            visit(key, stored[..length]);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _store.Dispose();
        _device.Dispose();
    }

    private static uint Checksum(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => ~Crc32C.Append(Crc32C.Append(Crc32C.Seed, key), value);

    private void CheckCookie(FasterCheckpoint at)
    {
        byte[]? cookie = _store.RecoveredCommitCookie;
        if (cookie is not { Length: 2 * sizeof(long) }
            || BinaryPrimitives.ReadInt64LittleEndian(cookie) != at.Epoch
            || BinaryPrimitives.ReadInt64LittleEndian(cookie.AsSpan(sizeof(long))) != at.Count)
        {
            throw StateErrors.Unreadable(_folder, $"it is not that of epoch {at.Epoch}");
        }
    }

    private void ThrowUnless(bool isDone)
    {
        if (!isDone)
        {
            throw StateErrors.CannotWrite(_folder, "FASTER did not begin the checkpoint");
        }
    }

    /// <summary>Hash by <see cref="StoreKey.Hash"/>, equality by whole words; the stock comparer goes two bytes at a time.</summary>
    private struct KeyComparer : IFasterEqualityComparer<SpanByte>
    {
        public readonly long GetHashCode64(ref SpanByte key) => (long)StoreKey.Hash(key.AsReadOnlySpan());

        public readonly bool Equals(ref SpanByte left, ref SpanByte right) => left.AsReadOnlySpan().SequenceEqual(right.AsReadOnlySpan());
    }

    /// <summary>Overwrites in place only what has the same length, so that records never shrink and a scan needs to know nothing of gaps.</summary>
    private sealed class WholeValues : SpanByteFunctions<Empty>
    {
        public override bool ConcurrentWriter(ref SpanByte key, ref SpanByte input, ref SpanByte source, ref SpanByte destination, ref SpanByteAndMemory output, ref UpsertInfo info)
        {
            if (source.Length != destination.Length)
            {
                return false;
            }

            source.AsReadOnlySpan().CopyTo(destination.AsSpan());
            return true;
        }
    }
}
