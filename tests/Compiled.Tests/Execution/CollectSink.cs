using Compiled.Sinks;

namespace Compiled.Tests.Execution;

/// <summary>Keeps what was committed, by epoch, as text. What is staged and not committed is lost when the writer is, as in a crash.</summary>
internal sealed class CollectSink<T>(SinkGuarantee guarantee = SinkGuarantee.Idempotent) : StreamSink<T>
{
    /// <summary>Rows of each committed epoch.</summary>
    public SortedDictionary<long, string[]> Epochs { get; } = [];

    /// <summary>All rows in order.</summary>
    public IEnumerable<string> Rows => Epochs.Values.SelectMany(rows => rows);

    /// <summary>Called before each step with its name; may throw.</summary>
    public Action<string>? OnStep { get; set; }

    /// <summary>Epochs committed more than once.</summary>
    public List<long> Repeated { get; } = [];

    /// <summary>How many writers are open.</summary>
    public int OpenWriters { get; private set; }

    public override string Description => "collect";

    public override SinkGuarantee Guarantee => guarantee;

    public override SinkWriter<T> Open(SinkContext<T> context)
    {
        OpenWriters++;
        return new Writer(this);
    }

    private sealed class Writer(CollectSink<T> sink) : SinkWriter<T>
    {
        private readonly List<string> _rows = [];
        private string[] _staged = [];

        public override void BeginEpoch(long epoch)
        {
            sink.OnStep?.Invoke("begin");
            _rows.Clear();
        }

        public override void Receive(ReadOnlySpan<T> rows)
        {
            sink.OnStep?.Invoke("receive");
            foreach (T row in rows)
            {
                _rows.Add(row is LineCount count ? $"{count.Line}={count.Count}" : row!.ToString()!);
            }
        }

        public override ValueTask StageAsync(CancellationToken cancellationToken)
        {
            sink.OnStep?.Invoke("stage");
            _staged = [.. _rows];
            return ValueTask.CompletedTask;
        }

        public override ValueTask CommitAsync(long epoch, CancellationToken cancellationToken)
        {
            sink.OnStep?.Invoke("commit");
            if (sink.Epochs.TryGetValue(epoch, out string[]? before))
            {
                sink.Repeated.Add(epoch);
                if (sink.Guarantee == SinkGuarantee.AtLeastOnce)
                {
                    _staged = [.. before, .. _staged];
                }
                else
                {
                    Assert.Equal(before, _staged);
                }
            }

            sink.Epochs[epoch] = _staged;
            sink.OnStep?.Invoke("committed");
            return ValueTask.CompletedTask;
        }

        public override ValueTask DisposeAsync()
        {
            sink.OpenWriters--;
            return ValueTask.CompletedTask;
        }
    }
}
