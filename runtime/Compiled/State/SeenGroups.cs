namespace Compiled.State;

/// <summary>
/// What a pass from the newest change back to the oldest has met already: of every group only the first version met counts, and nothing of a window older than its being dropped.
/// </summary>
internal sealed class SeenGroups
{
    private readonly Dictionary<WindowId, Window> _windows = [];

    /// <summary>Every window met.</summary>
    public IReadOnlyDictionary<WindowId, Window> Windows => _windows;

    /// <summary>What was met of a window.</summary>
    public Window Of(WindowId id)
    {
        if (!_windows.TryGetValue(id, out Window? window))
        {
            _windows.Add(id, window = new Window());
        }

        return window;
    }

    /// <summary>Whether of a window that had <paramref name="groups"/> groups all are met, or gone.</summary>
    public bool Covers(WindowId id, int groups) => _windows.TryGetValue(id, out Window? window) && (window.IsDropped || (window.Count == window.End && window.End >= groups));

    /// <summary>What was met of one window: a bit a group.</summary>
    public sealed class Window
    {
        private ulong[] _bits = [];

        /// <summary>Whether the window was dropped before everything met so far: what is older is gone.</summary>
        public bool IsDropped { get; set; }

        /// <summary>One more than the highest number met.</summary>
        public int End { get; private set; }

        /// <summary>Number of groups met.</summary>
        public int Count { get; private set; }

        /// <summary>Whether a group was met.</summary>
        public bool Has(int number) => number < End && (_bits[number >> 6] & (1ul << number)) != 0;

        /// <summary>Notes a group; false if it was met before.</summary>
        public bool TryAdd(int number)
        {
            int word = number >> 6;
            if (word >= _bits.Length)
            {
                Array.Resize(ref _bits, Math.Max(word + 1, Math.Min(_bits.Length * 2, (int.MaxValue >> 6) + 1)));
            }

            ulong bit = 1ul << number;
            if ((_bits[word] & bit) != 0)
            {
                return false;
            }

            _bits[word] |= bit;
            Count++;
            End = Math.Max(End, number + 1);
            return true;
        }
    }
}
