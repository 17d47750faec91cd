using System.Globalization;
using System.Text.Json;

namespace Compiled.Sources;

/// <summary>Row n is due n seconds divided by the rate after the first start, which is part of every position: so rows can be made again.</summary>
internal sealed class RateSourceReader(RateSource source) : RowSourceReader<RateRow>
{
    private const int BlockRows = 4096;

    /// <summary>An epoch takes no more: a job that stood still for a week catches up in pieces.</summary>
    private const long MaxRowsPerEpoch = 10_000_000;

    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);
    private readonly RateRow[] _block = new RateRow[BlockRows];
    private DateTime _start;
    private long _next;

    public override bool IsCompleted => false;

    public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        _start = source.Clock.GetUtcNow().UtcDateTime;
        if (committed.Count > 0)
        {
            (_, _next, _start) = ReadPosition(committed[^1]);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask<string?> PlanAsync(bool all, CancellationToken cancellationToken)
    {
        long due = Math.Min(DueRows(source.Clock.GetUtcNow().UtcDateTime), _next + MaxRowsPerEpoch);
        if (due <= _next)
        {
            return ValueTask.FromResult<string?>(null);
        }

        string position = string.Create(CultureInfo.InvariantCulture, $"{{\"from\":{_next},\"to\":{due},\"start\":\"{_start:O}\"}}");
        _next = due;
        return ValueTask.FromResult<string?>(position);
    }

    public override ReadOnlyMemory<RateRow> Read(string position, ref long cursor)
    {
        (long from, long to, DateTime start) = ReadPosition(position);
        _next = Math.Max(_next, to);
        int count = (int)Math.Min(BlockRows, to - from - cursor);
        for (int i = 0; i < count; i++)
        {
            long value = from + cursor + i;
            _block[i] = new RateRow(new DateTimeOffset(start + DueAfter(value), TimeSpan.Zero), value);
        }

        cursor += count;
        return _block.AsMemory(0, count);
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan untilNext = _start + DueAfter(_next) - source.Clock.GetUtcNow().UtcDateTime;
        if (untilNext > TimeSpan.Zero)
        {
            await Task.Delay(untilNext > ShortestWait ? untilNext : ShortestWait, source.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask CommitAsync(string position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Rows whose time has come: row 0 is due at once.</summary>
    private long DueRows(DateTime now) => now < _start ? 0 : (long)((Int128)(now - _start).Ticks * source.RowsPerSecond / TimeSpan.TicksPerSecond) + 1;

    /// <summary>Rounded up, so that at this time the row counts as due.</summary>
    private TimeSpan DueAfter(long row) => new((long)((((Int128)row * TimeSpan.TicksPerSecond) + source.RowsPerSecond - 1) / source.RowsPerSecond));

    private static (long From, long To, DateTime Start) ReadPosition(string position) => PositionText.Guard(position, "rate", () =>
    {
        using JsonDocument document = JsonDocument.Parse(position);
        JsonElement root = document.RootElement;
        DateTime start = DateTime.Parse(root.GetProperty("start").GetString()!, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return (root.GetProperty("from").GetInt64(), root.GetProperty("to").GetInt64(), start);
    });
}
