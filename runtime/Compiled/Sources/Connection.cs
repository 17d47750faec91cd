using System.Net.Sockets;

namespace Compiled.Sources;

/// <summary>One connection of a source: the same reader for all epochs, which keeps the row that has not come to its end.</summary>
internal sealed class Connection : ByteSegment
{
    private readonly ConnectionInput _input;
    private readonly BufferedBlockReader _reader;

    public Connection(string key, string origin, ConnectionInput input, int maxRowBytes)
    {
        Key = key;
        Origin = origin;
        _input = input;
        _reader = new BufferedBlockReader(_input, origin, BlockLimits.ConnectionBlock, maxRowBytes);
    }

    public override string Key { get; }

    public override string Origin { get; }

    public override bool EndsHere => _input.IsPeerDone;

    /// <summary>Whether its last byte was consumed, or it never had one.</summary>
    public bool IsFinished => _reader.IsCompleted;

    /// <summary>Bytes consumed.</summary>
    public long Position => _reader.Offset;

    public override BlockPipeReader OpenReader() => _reader;

    /// <summary>Whether something has certainly arrived.</summary>
    public bool HasArrived => !IsFinished && _input.HasArrived;

    /// <summary>What can be read when something has arrived or the peer is gone; null if that is signalled, or nothing comes any more.</summary>
    public Socket? Watched => IsFinished ? null : _input.Watched;

    /// <summary>Begins an epoch: whether the connection has anything for it.</summary>
    public bool BeginRange(long maxBytes)
    {
        if (IsFinished)
        {
            return false;
        }

        _input.BeginRange(maxBytes);
        if (!HasBlock(out int length, out bool isFinal))
        {
            return false;
        }

        if (length > 0)
        {
            return true;
        }

        if (isFinal)
        {
            Close();
        }

        return false;
    }

    public ValueTask WaitAsync(CancellationToken cancellationToken) => IsFinished ? ValueTask.CompletedTask : _reader.WaitAsync(cancellationToken);

    public void Close() => _reader.Complete();

    private unsafe bool HasBlock(out int length, out bool isFinal) => _reader.TryGetBlock(out _, out length, out isFinal);
}
