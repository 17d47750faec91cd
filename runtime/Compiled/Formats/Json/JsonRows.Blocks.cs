using Compiled.Memory;

namespace Compiled.Formats;

// From one block of rows to the next: walked if that is likely to pay, else indexed.
public sealed unsafe partial class JsonRows
{
    // A few buffers that are read into may lie one behind the other.
    private const int EnoughForward = 8;

    /// <summary>How many frames have come of which each lies behind the one before, as those of a mapped file do: their memory is in no near cache. Buffers that are read into come again.</summary>
    private int _forward;

    private void Enter(in Frame frame)
    {
        if (frame.Start != _frame.Start)
        {
            _forward = frame.Start > _frame.Start ? Math.Min(_forward + 1, EnoughForward) : 0;
        }

        _frame = frame;
    }

    private void Forget(int next)
    {
        _walker.Forget();
        _row = 0;
        _end = 0;
        _next = next;
    }

    /// <summary>Walks or indexes the next block that holds a whole row.</summary>
    private bool NextBlock()
    {
        if (_walker.HasRows)
        {
            NextWalked();
            return true;
        }

        _isWalked = false;
        _isRefused = false;
        int left = _frame.Length - _next;
        if (left <= 0)
        {
            Forget(_frame.Length);
            return false;
        }

        _block = _frame.Start + _next;
        if (_walker.Begin(_block, left, _forward >= EnoughForward))
        {
            _next += _walker.Start(_walker.Rows);
            NextWalked();
            return true;
        }

        bool reachesEnd = left <= JsonIndex.BlockBytes;
        _freeRows?.Forget();
        int end = _index.Scan(_block, Math.Min(left, JsonIndex.BlockBytes), reachesEnd && _frame.IsFinal);
        if (end > 0)
        {
            _isLong = false;
            _isOther = false;
            _row = 0;
            _quote = 0;
            _end = end;
            _next += Math.Min(end, left);
            return true;
        }

        return !reachesEnd && NextLongRow(left);
    }

    /// <summary>Goes to the next rows of a block that has been walked: those that are as foreseen, or those that are not, which are indexed.</summary>
    private void NextWalked()
    {
        _isLong = false;
        _isOther = false;
        _walkedRow = _walker.Next;
        int told = _walker.Told(JsonIndex.BlockBytes, out int others);
        _walker.Take(told + others);
        _isWalked = told > 0;
        _isRefused = told == 0;
        _block = _walker.Block;
        _row = _walker.Start(_walkedRow);
        _end = _walker.Start(_walker.Next);
        if (_isWalked)
        {
            return;
        }

        _block += _row;
        _end -= _row;
        _row = 0;
        _quote = 0;
        _isLong = _end > JsonIndex.BlockBytes;
        if (_isLong)
        {
            _currentStart = 0;
            _currentEnd = _end - 1;
            return;
        }

        _freeRows?.Forget();
        _index.Scan(_block, _end, endsRow: false);
        _isOther = _shapes.Next?.MayMatch(_positions) == true;
    }

    /// <summary>A row longer than a block: its newline is searched, and the row is not indexed.</summary>
    private bool NextLongRow(int left)
    {
        int newline = new ReadOnlySpan<byte>(_block + JsonIndex.BlockBytes, left - JsonIndex.BlockBytes).IndexOf((byte)'\n');
        if (newline < 0 && !_frame.IsFinal)
        {
            Forget(_next);
            return false;
        }

        _isLong = true;
        _currentStart = 0;
        _currentEnd = newline < 0 ? left : JsonIndex.BlockBytes + newline;
        _row = 0;
        _end = _currentEnd + 1;
        _next = Math.Min(_next + _end, _frame.Length);
        return true;
    }
}
