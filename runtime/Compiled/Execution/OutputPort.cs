namespace Compiled.Execution;

/// <summary>Where a worker puts the result rows of one query.</summary>
public abstract class OutputPort
{
    /// <summary>Rows delivered in the current epoch through this port.</summary>
    public long RowCount { get; protected set; }

    /// <summary>Gives buffered rows to the sink (worker 0) or keeps them encoded in order until the round ends.</summary>
    public abstract void Flush();

    /// <summary>Returns and resets <see cref="RowCount"/>.</summary>
    public long TakeRowCount()
    {
        long rows = RowCount;
        RowCount = 0;
        return rows;
    }
}

/// <summary>
/// Collects result rows in a reused array and hands them on in blocks. Text in the rows may point into the current frame, so a full array is
/// encoded or copied at once, and <see cref="Flush"/> is called before the frame is reused.
/// </summary>
/// <typeparam name="T">The query's row type.</typeparam>
public sealed class OutputPort<T> : OutputPort
{
    private const int BlockRows = 1024;
    private readonly T[] _rows = new T[BlockRows];
    private readonly IRowReceiver<T> _receiver;
    private int _count;

    /// <summary>A port that hands its rows to <paramref name="receiver"/>.</summary>
    public OutputPort(IRowReceiver<T> receiver) => _receiver = receiver;

    /// <summary>Adds one row.</summary>
    public void Add(in T row)
    {
        if (_count == BlockRows)
        {
            Flush();
        }

        _rows[_count++] = row;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (_count > 0)
        {
            _receiver.Receive(_rows.AsSpan(0, _count));
            RowCount += _count;
            _count = 0;
        }
    }
}

/// <summary>Takes result rows in blocks.</summary>
/// <typeparam name="T">The row type.</typeparam>
public interface IRowReceiver<T>
{
    /// <summary>Takes the rows; text in them is valid only during the call.</summary>
    void Receive(ReadOnlySpan<T> rows);
}
