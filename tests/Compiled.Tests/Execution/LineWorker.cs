using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Compiled.Execution;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.Execution;

/// <summary>
/// A worker of <see cref="LineProgram"/>. A line <c>bad…</c> is malformed; the line <c>boom</c> throws as a user's lambda might. With CSV framing the first line of a segment is a
/// header whose text is put in front of every line.
/// </summary>
internal sealed unsafe class LineWorker(LineProgram program, WorkerContext context) : PipelineWorker
{
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _changed = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, long> _windows = [];
    private readonly List<string> _lines = [];
    private readonly HashSet<string> _unsaved = [];
    private readonly SortedSet<long> _unsavedWindows = [];
    private readonly List<long> _droppedWindows = [];
    private byte[] _scratch = GC.AllocateArray<byte>(64 * 1024, pinned: true);
    private int _scratchUsed;
    private string _header = "";
    private long _greatest = long.MinValue;
    private long _examined = long.MinValue;
    private long _rows;
    private long _late;

    /// <summary>Calls of <see cref="Consume"/>.</summary>
    public int Consumes { get; private set; }

    /// <summary>Its number.</summary>
    public int Index => context.Index;

    /// <summary>Whether it has been disposed of.</summary>
    public bool IsDisposed { get; private set; }

    public override bool HasPendingTime => context.Watermarks[0] > _examined && _windows.Count > 0 && _windows.Keys.First() + 10 <= context.Watermarks[0];

    public override int BeginSegment(int input, in Frame frame)
    {
        if (program.Description.Inputs[0].Framing != RowFraming.QuotedNewline)
        {
            return 0;
        }

        int end = frame.Span.IndexOf((byte)'\n');
        if (end < 0 && !frame.IsFinal)
        {
            return -1;
        }

        end = end < 0 ? frame.Length : end + 1;
        _header = Encoding.UTF8.GetString(frame.Span[..end]).TrimEnd('\n') + ":";
        return end;
    }

    public override int Consume(int input, in Frame frame)
    {
        Consumes++;
        RunningAt = "query 'Upper', Select";
        int start = 0;
        while (start < frame.Length)
        {
            int end = RowEnd(frame, start, out int next);
            if (end < 0)
            {
                return start;
            }

            Run(frame, start, end - start);
            start = next;
        }

        RunningAt = null;
        return program.LeavesRows ? 0 : start;
    }

    public override void ConsumeRows<T>(int input, ReadOnlySpan<T> rows)
    {
        foreach (T row in rows)
        {
            RunLine(Encoding.UTF8.GetBytes(row!.ToString()!));
        }
    }

    public override void Flush()
    {
        context.Ports[0].Flush();
        _scratchUsed = 0;
    }

    public override void Merge(PipelineWorker other)
    {
        var worker = (LineWorker)other;
        foreach ((string line, long count) in worker._counts)
        {
            Count(line, count);
        }

        foreach ((long window, long sum) in worker._windows)
        {
            AddToWindow(window, sum);
        }

        _greatest = Math.Max(_greatest, worker._greatest);
        worker._counts.Clear();
        worker._changed.Clear();
        worker._windows.Clear();
        worker._lines.Clear();
        worker._unsaved.Clear();
        worker._unsavedWindows.Clear();
    }

    public override void EndEpoch()
    {
        var counts = (OutputPort<LineCount>)context.Ports[1];
        foreach (string line in _changed.Keys)
        {
            counts.Add(new LineCount(new Utf8String(line), _counts[line]));
        }

        _changed.Clear();
        long watermark = context.Watermarks[0];
        _examined = watermark;
        var windows = (OutputPort<LineCount>)context.Ports[2];
        foreach (long window in _windows.Keys.TakeWhile(window => window + 10 <= watermark).ToArray())
        {
            windows.Add(new LineCount(new Utf8String(WindowKey(window)), _windows[window]));
            _windows.Remove(window);
            _droppedWindows.Add(window);
        }

        context.Watermarks[0] = Math.Max(watermark, _greatest);
    }

    // Lines are groups, numbered in the order of their first coming; a window has one group.
    public override void SaveState(StateChanges changes)
    {
        foreach (long window in _droppedWindows)
        {
            changes.DropWindow(1, window);
        }

        StateWriter writer = changes.BeginWindow(0, long.MinValue, _lines.Count);
        for (int i = 0; i < _lines.Count; i++)
        {
            if (_unsaved.Contains(_lines[i]))
            {
                writer.Write(_counts[_lines[i]]);
                writer.WriteBytes(Encoding.UTF8.GetBytes(_lines[i]));
                changes.EndGroup(i);
            }
        }

        changes.EndWindow();
        foreach (long window in _unsavedWindows.Where(_windows.ContainsKey))
        {
            changes.BeginWindow(1, window, 1).Write(_windows[window]);
            changes.EndGroup(0);
            changes.EndWindow();
        }

        _droppedWindows.Clear();
        _unsaved.Clear();
        _unsavedWindows.Clear();
    }

    public override void LoadState(ISavedGroups groups)
    {
        var lines = new SortedDictionary<int, (string Line, long Count)>();
        groups.Visit((operatorId, window, number, group) =>
        {
            long kept = BinaryPrimitives.ReadInt64LittleEndian(group);
            if (operatorId == 1)
            {
                _windows.Add(window, kept);
            }
            else
            {
                lines.Add(number, (Encoding.UTF8.GetString(group[8..]), kept));
            }
        });
        foreach ((string line, long count) in lines.Values)
        {
            _lines.Add(line);
            _counts.Add(line, count);
        }
    }

    public override void CollectCounters(EpochCounters counters)
    {
        counters.RowsIn[0] += _rows;
        counters.Late[2] += _late;
        counters.StateRows[1] += _counts.Count;
        counters.StateRows[2] += _windows.Count;
        counters.StateBytes[1] += _counts.Count * 16;
        _rows = 0;
        _late = 0;
    }

    public override void Dispose() => IsDisposed = true;

    private static string WindowKey(long window) => $"@{window.ToString(CultureInfo.InvariantCulture)}";

    private int RowEnd(in Frame frame, int start, out int next)
    {
        bool fixedSize = program.Description.Inputs[0].Framing == RowFraming.FixedSize;
        bool quoted = false;
        int at = start;
        for (; at < frame.Length; at++)
        {
            byte value = frame.Start[at];
            if (value == (byte)'"' && program.Description.Inputs[0].Framing == RowFraming.QuotedNewline)
            {
                quoted = !quoted;
            }

            if (fixedSize ? at - start == 3 : value == (byte)'\n' && !quoted)
            {
                next = at + 1;
                return fixedSize ? next : at;
            }
        }

        next = at;
        return frame.IsFinal ? at : -1;
    }

    private void Run(in Frame frame, int start, int length)
    {
        if (frame.Span.Slice(start, length).StartsWith("bad"u8))
        {
            context.Malformed[0].Report(frame, start, length, "begins with 'bad'");
            return;
        }

        RunLine(frame.Span.Slice(start, length));
    }

    private void RunLine(ReadOnlySpan<byte> bytes)
    {
        _rows++;
        string line = _header + Encoding.UTF8.GetString(bytes);
        program.OnLine?.Invoke(this, line);
        if (line == "boom")
        {
            throw new InvalidOperationException("a lambda threw");
        }

        if (line.StartsWith('@'))
        {
            AddTime(long.Parse(line.AsSpan(1), CultureInfo.InvariantCulture));
        }
        else
        {
            Count(line, 1);
        }

        EmitUpper(line);
    }

    private void AddTime(long time)
    {
        if (time / 10 * 10 + 10 <= context.Watermarks[0])
        {
            _late++;
            return;
        }

        _greatest = Math.Max(_greatest, time);
        AddToWindow(time / 10 * 10, time);
    }

    private void AddToWindow(long window, long sum)
    {
        _windows[window] = _windows.GetValueOrDefault(window) + sum;
        _unsavedWindows.Add(window);
    }

    private void Count(string line, long count)
    {
        if (!_counts.TryGetValue(line, out long before))
        {
            _lines.Add(line);
        }

        _counts[line] = before + count;
        _changed[line] = 0;
        _unsaved.Add(line);
    }

    // The result points into memory that is written over after Flush, as a decoder's scratch would be: whoever keeps it without copying is found out.
    private void EmitUpper(string line)
    {
        byte[] upper = Encoding.UTF8.GetBytes(line.ToUpperInvariant());
        if (_scratchUsed + upper.Length > _scratch.Length)
        {
            Flush();
        }

        if (upper.Length > _scratch.Length)
        {
            _scratch = GC.AllocateArray<byte>(upper.Length, pinned: true);
        }

        upper.CopyTo(_scratch, _scratchUsed);
        fixed (byte* start = _scratch)
        {
            ((OutputPort<Utf8String>)context.Ports[0]).Add(new Utf8String(new Utf8Slice(start + _scratchUsed, upper.Length)));
        }

        _scratchUsed += upper.Length;
    }
}
