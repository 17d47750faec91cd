namespace Compiled.Jobs.Plain;

/// <summary>Totals by window and name id: an array a window, the last window kept at hand.</summary>
/// <typeparam name="T">The totals of one group; the default value is none.</typeparam>
internal sealed class WindowTotals<T>(long size)
    where T : struct
{
    private readonly SortedDictionary<long, T[]> _windows = [];
    private long _start = long.MinValue;
    private T[] _current = [];

    /// <summary>Every window by its start; index of the array is the name's id.</summary>
    public IEnumerable<KeyValuePair<long, T[]>> Windows => _windows;

    public ref T this[long time, int id]
    {
        get
        {
            if ((ulong)(time - _start) >= (ulong)size)
            {
                _start = time - (time % size);
                if (!_windows.TryGetValue(_start, out T[]? window))
                {
                    window = new T[1024];
                    _windows.Add(_start, window);
                }

                _current = window;
            }

            if (id >= _current.Length)
            {
                Array.Resize(ref _current, Math.Max(id + 1, _current.Length * 2));
                _windows[_start] = _current;
            }

            return ref _current[id];
        }
    }
}
