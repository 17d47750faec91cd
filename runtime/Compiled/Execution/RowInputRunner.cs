using System.Net.Sockets;
using Compiled.Sources;

namespace Compiled.Execution;

/// <summary>An input of objects.</summary>
internal sealed class RowInputRunner<T> : InputRunner
{
    private readonly RowSourceReader<T> _reader;
    private readonly List<string> _uncommitted = [];
    private readonly List<string> _saved = [];
    private string? _position;

    public RowInputRunner(int id, string name, RowSource<T> source)
        : base(id, name, source) => _reader = source.Open(name);

    public override bool IsCompleted => _reader.IsCompleted;

    public override string? Position => _position;

    public override ValueTask StartAsync(IReadOnlyList<string> committed) => _reader.StartAsync(committed, CancellationToken.None);

    public override async ValueTask<bool> PlanAsync(bool all)
    {
        _position = await _reader.PlanAsync(all, CancellationToken.None).ConfigureAwait(false);
        return _position is not null;
    }

    public override void PlanReplay(string position) => _position = position;

    public override void PlanNothing() => _position = null;

    public override void Run(WorkerSet workers, Place place)
    {
        if (_position is null)
        {
            return;
        }

        long cursor = 0;
        place.Reading(Name, Source.Description, 0, 0);
        while (_reader.Read(_position, ref cursor) is { IsEmpty: false } rows)
        {
            workers.ConsumeRows(Id, rows.Span);
        }

        _uncommitted.Add(_position);
    }

    public override void MarkSaved()
    {
        _saved.AddRange(_uncommitted);
        _uncommitted.Clear();
    }

    public override async ValueTask CommitAsync()
    {
        foreach (string position in _saved)
        {
            await _reader.CommitAsync(position, CancellationToken.None).ConfigureAwait(false);
        }

        _saved.Clear();
    }

    public override ValueTask WaitAsync(List<Socket> watched, CancellationToken cancellationToken) => _reader.WaitAsync(cancellationToken);

    public override string Compact(IReadOnlyList<string> committed) => _reader.Compact(committed);

    public override ValueTask DisposeAsync() => _reader.DisposeAsync();
}
