namespace Compiled.Execution;

/// <summary>Keeps the result rows of a worker other than 0 until the round ends, copied so that they own their text. The array is reused.</summary>
internal sealed class RoundBuffer<T>(RowCodec<T> codec) : IRowReceiver<T>
{
    private T[] _rows = [];
    private int _count;

    /// <inheritdoc/>
    public void Receive(ReadOnlySpan<T> rows)
    {
        if (_rows.Length - _count < rows.Length)
        {
            Array.Resize(ref _rows, Math.Max(_rows.Length * 2, _count + rows.Length));
        }

        codec.CopyOwned(rows, _rows.AsSpan(_count, rows.Length));
        _count += rows.Length;
    }

    /// <summary>Gives the rows on and forgets them.</summary>
    public void DrainTo(IRowReceiver<T> receiver)
    {
        if (_count == 0)
        {
            return;
        }

        receiver.Receive(_rows.AsSpan(0, _count));
        Array.Clear(_rows, 0, _count);
        _count = 0;
    }
}
