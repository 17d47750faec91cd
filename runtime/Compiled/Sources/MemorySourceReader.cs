namespace Compiled.Sources;

/// <summary>Reads a <see cref="MemorySource{T}"/> by row numbers.</summary>
internal sealed class MemorySourceReader<T>(MemorySource<T> source) : RowSourceReader<T>
{
    private long _next;

    public override bool IsCompleted => source.IsCompleted && source.Count <= _next;

    public override ValueTask StartAsync(IReadOnlyList<string> committed, CancellationToken cancellationToken)
    {
        _next = committed.Count == 0 ? 0 : PositionText.Read(committed[^1], source.Description).To;
        return ValueTask.CompletedTask;
    }

    public override ValueTask<string?> PlanAsync(bool all, CancellationToken cancellationToken)
    {
        source.Signal.Reset();
        long from = _next;
        long to = source.Count;
        _next = Math.Max(from, to);
        return ValueTask.FromResult(to <= from ? null : PositionText.Write(from, to));
    }

    public override ReadOnlyMemory<T> Read(string position, ref long cursor)
    {
        (long from, long to) = PositionText.Read(position, source.Description);
        _next = Math.Max(_next, to);
        if (from + cursor >= to)
        {
            return default;
        }

        ReadOnlyMemory<T> rows = source.Rows(from + cursor, to);
        cursor += rows.Length;
        return rows;
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        if (source.Count <= _next && !source.IsCompleted)
        {
            await source.Signal.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask CommitAsync(string position, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
