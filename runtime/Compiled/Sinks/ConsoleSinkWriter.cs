using System.Collections.Concurrent;
using Compiled.Formats;

namespace Compiled.Sinks;

/// <summary>Keeps the first rows of an epoch as text, counts the others, and shows them when the epoch is committed. Epochs without rows show nothing, unless they are whole results.</summary>
internal sealed class ConsoleSinkWriter<T>(int limit, TextWriter? output, SinkContext<T> context) : SinkWriter<T>
{
    private readonly Utf8Buffer _line = new(1024);
    private readonly ConcurrentDictionary<long, ConsoleTable> _staged = new();
    private List<string[]> _rows = [];
    private long _count;
    private long _epoch;

    public override void BeginEpoch(long epoch)
    {
        _staged.TryRemove(epoch, out _);
        _epoch = epoch;
        _rows = [];
        _count = 0;
    }

    public override void Receive(ReadOnlySpan<T> rows)
    {
        for (int i = 0; i < rows.Length && _rows.Count < limit; i++)
        {
            _line.Clear();
            context.Codec.WriteCsv(rows.Slice(i, 1), _line, (byte)',');
            _rows.Add(CsvCells.Read(_line.Written));
        }

        _count += rows.Length;
    }

    public override ValueTask StageAsync(CancellationToken cancellationToken)
    {
        if (_count > 0 || context.OutputMode == OutputMode.Complete)
        {
            _staged[_epoch] = new ConsoleTable(context.Query, _epoch, context.Codec.Columns, _rows, _count);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask CommitAsync(long epoch, CancellationToken cancellationToken)
    {
        if (_staged.TryRemove(epoch, out ConsoleTable? table))
        {
            if (output is null && !Console.IsOutputRedirected)
            {
                table.WriteToTerminal();
            }
            else
            {
                (output ?? Console.Out).Write(table.ToString());
            }
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
