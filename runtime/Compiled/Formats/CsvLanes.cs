namespace Compiled.Formats;

/// <summary>
/// Which fields of short rows are cut into lanes, which is what the reads of the blocks before asked for; and where they lie. Not thread-safe.
/// </summary>
internal sealed unsafe class CsvLanes
{
    // Scanning for separators and reading two columns the general way takes as long as cutting; bounds on top of it take as long as one column more.
    private const int Fewest = 3;
    private const int FewestWithBounds = 4;
    private const int MostSets = 4;
    private const int Forms = 3;
    private const int NotAsked = -1;
    private readonly int[] _laneOf;
    private readonly List<(int Column, CsvLaneForm Form)> _asked = [];
    private readonly List<CsvLaneSet> _sets = [];
    private bool _asksForBounds;
    private int _laidOut;
    private bool _endInReturns;

    public CsvLanes(int columns)
    {
        _laneOf = new int[columns * Forms];
        Array.Fill(_laneOf, NotAsked);
    }

    /// <summary>Whether cutting short rows is likely to take less time than scanning for separators.</summary>
    public bool Pay => _asked.Count >= (_asksForBounds ? FewestWithBounds : Fewest);

    /// <summary>Notes a read that takes the bounds of fields.</summary>
    public void AskForBounds() => _asksForBounds = true;

    /// <summary>Forgets where fields stand, since the next segment may have them elsewhere.</summary>
    public void MoveFields() => _laidOut = 0;

    /// <summary>The lane of a column, or -1 if it is none, or if a field of the rows last cut did not fit. Notes what was asked for.</summary>
    public int Find(int column, CsvLaneForm form)
    {
        ref int lane = ref _laneOf[(column * Forms) + (int)form];
        if (lane == NotAsked)
        {
            if (_asked.Count == MostSets * CsvLaneSet.Lanes)
            {
                _asksForBounds = true;
                return NotAsked;
            }

            lane = _asked.Count;
            _asked.Add((column, form));
        }

        return lane < _laidOut && _sets[lane / CsvLaneSet.Lanes].Fits(lane % CsvLaneSet.Lanes) ? lane : NotAsked;
    }

    /// <summary>Where the first row of a lane lies.</summary>
    public byte* Start(int lane) => _sets[lane / CsvLaneSet.Lanes].Lane(lane % CsvLaneSet.Lanes);

    /// <summary>Cuts rows; see <see cref="CsvCut512.Run"/>.</summary>
    /// <param name="ordinals">The columns' places in a row.</param>
    /// <param name="endInReturns">Whether there is a carriage return before each line feed.</param>
    public bool Cut(byte* text, uint* starts, int rows, byte delimiter, int fields, int[] ordinals, bool endInReturns)
    {
        if (_laidOut < _asked.Count || endInReturns != _endInReturns)
        {
            LayOut(fields, ordinals, endInReturns);
        }

        foreach (CsvLaneSet set in _sets)
        {
            bool fits = set.ReadsLast
                ? CsvCut512.Run<CsvCut512.LastFieldRead>(text, starts, rows, delimiter, fields, set)
                : CsvCut512.Run<CsvCut512.LastFieldSkipped>(text, starts, rows, delimiter, fields, set);
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Moves the rows to keep to the front.</summary>
    public void Keep(ReadOnlySpan<bool> keeps)
    {
        foreach (CsvLaneSet set in _sets)
        {
            set.Keep(keeps);
        }
    }

    private void LayOut(int fields, int[] ordinals, bool endInReturns)
    {
        while (_sets.Count * CsvLaneSet.Lanes < _asked.Count)
        {
            _sets.Add(new CsvLaneSet());
        }

        _sets.ForEach(set => set.ReadsLast = false);
        for (int lane = 0; lane < _asked.Count; lane++)
        {
            (int column, CsvLaneForm form) = _asked[lane];
            int field = ordinals[column];
            CsvLaneSet set = _sets[lane / CsvLaneSet.Lanes];
            bool isLast = field == fields - 1;
            set.Set(lane % CsvLaneSet.Lanes, field, form, isLast && endInReturns ? 1 : 0);
            set.ReadsLast |= isLast;
        }

        _laidOut = _asked.Count;
        _endInReturns = endInReturns;
    }
}
