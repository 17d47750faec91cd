using System.Threading.Channels;

namespace Compiled.Tests.Execution;

/// <summary>A clock that a test moves, and that tells when somebody begins to wait for it.</summary>
internal sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly Channel<TimeSpan> _delays = Channel.CreateUnbounded<TimeSpan>();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    /// <summary>Waits until somebody waits, and says for how long.</summary>
    public ValueTask<TimeSpan> NextDelay() => _delays.Reader.ReadAsync();

    public void Move(TimeSpan by)
    {
        Timer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.DueAt <= _now)];
            _timers.RemoveAll(due.Contains);
        }

        foreach (Timer timer in due)
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state), _now + dueTime);
        lock (_lock)
        {
            _timers.Add(timer);
        }

        _delays.Writer.TryWrite(dueTime);
        return timer;
    }

    private sealed class Timer(TestClock clock, Action fire, DateTimeOffset dueAt) : ITimer
    {
        public DateTimeOffset DueAt => dueAt;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Nothing here changes a timer.");

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
