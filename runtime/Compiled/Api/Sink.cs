using Compiled.Sinks;

namespace Compiled;

/// <summary>Where a query's results go: bind one at <c>Write</c>. What each promises is in docs/sources-and-sinks.md.</summary>
public static class Sink
{
    /// <summary>Shows each batch as a table, with the batch's number. Batches without rows are not shown, except in output mode Complete. For people: delivered again after a crash.</summary>
    /// <param name="rows">Rows of a batch that are shown at most; 20 unless given.</param>
    /// <param name="output">Where to write; the console unless given.</param>
    public static ConsoleSink Console(int rows = 20, TextWriter? output = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        return new ConsoleSink(rows, output);
    }

    /// <summary>
    /// Files of JSON objects, one a line: <c>part-00000012.json</c> for batch 12, or in output mode Complete the one file <c>result.json</c>, replaced by each batch. Exactly once with a checkpoint.
    /// Without one, a run's files get numbers after those that are there.
    /// </summary>
    /// <param name="path">A folder for this query alone; made if it is not there.</param>
    public static FileSink JsonFiles(string path) => Files(path, new JsonRowFormat());

    /// <summary>Files of CSV (RFC 4180) with a header each; otherwise as <see cref="JsonFiles"/>.</summary>
    /// <param name="path">A folder for this query alone; made if it is not there.</param>
    /// <param name="delimiter">The separator of fields, one ASCII character; <c>,</c> unless given.</param>
    public static FileSink CsvFiles(string path, char delimiter = ',')
    {
        if (!char.IsAscii(delimiter) || delimiter is '"' or '\r' or '\n')
        {
            throw new ArgumentOutOfRangeException(nameof(delimiter), "The delimiter is one ASCII character, no quote and no line end.");
        }

        return Files(path, new CsvRowFormat(delimiter));
    }

    /// <summary>Files of text lines, <c>part-00000012.txt</c>: the value of a row with one column, else the values separated by tabs; otherwise as <see cref="JsonFiles"/>.</summary>
    /// <param name="path">A folder for this query alone; made if it is not there.</param>
    public static FileSink TextFiles(string path) => Files(path, new TextRowFormat());

    /// <summary>Keeps all results in memory: for tests, and for results that stay small.</summary>
    /// <typeparam name="T">The query's row type.</typeparam>
    public static MemorySink<T> Memory<T>() => new();

    /// <summary>Calls the program for every row once its batch is durable, on the job's thread. After a crash during the calls, the batch is delivered again.</summary>
    /// <typeparam name="T">The query's row type.</typeparam>
    /// <param name="action">May keep the row: it owns its text. An exception ends the job.</param>
    public static ForEachSink<T> ForEach<T>(Action<T> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new ForEachSink<T>((rows, _) =>
        {
            foreach (T row in rows)
            {
                action(row);
            }

            return ValueTask.CompletedTask;
        });
    }

    /// <inheritdoc cref="ForEach{T}(Action{T})"/>
    /// <param name="action">Awaited row by row. May keep the row: it owns its text. An exception ends the job.</param>
    public static ForEachSink<T> ForEach<T>(Func<T, ValueTask> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return ForEach<T>((row, _) => action(row));
    }

    /// <inheritdoc cref="ForEach{T}(Func{T, ValueTask})"/>
    public static ForEachSink<T> ForEach<T>(Func<T, CancellationToken, ValueTask> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new ForEachSink<T>(async (rows, cancellationToken) =>
        {
            foreach (T row in rows)
            {
                await action(row, cancellationToken).ConfigureAwait(false);
            }
        });
    }

    /// <summary>
    /// Calls the program with the rows of each batch and the batch's number once the batch is durable, on the job's thread. Batches without rows are left out, except in output mode Complete.
    /// After a crash the last batch may be delivered again, with the same number and the same rows: who remembers the number has exactly-once.
    /// </summary>
    /// <typeparam name="T">The query's row type.</typeparam>
    /// <param name="action">May keep the rows: they own their text. An exception ends the job.</param>
    /// <param name="idempotent">Says that <paramref name="action"/> ignores or replaces a number it has seen; the job then promises exactly-once.</param>
    public static ForEachBatchSink<T> ForEachBatch<T>(Action<IReadOnlyList<T>, long> action, bool idempotent = false)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new ForEachBatchSink<T>(
            (rows, batch, _) =>
            {
                action(rows, batch);
                return ValueTask.CompletedTask;
            },
            idempotent);
    }

    /// <inheritdoc cref="ForEachBatch{T}(Action{IReadOnlyList{T}, long}, bool)"/>
    public static ForEachBatchSink<T> ForEachBatch<T>(Func<IReadOnlyList<T>, long, ValueTask> action, bool idempotent = false)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new ForEachBatchSink<T>((rows, batch, _) => action(rows, batch), idempotent);
    }

    /// <inheritdoc cref="ForEachBatch{T}(Action{IReadOnlyList{T}, long}, bool)"/>
    public static ForEachBatchSink<T> ForEachBatch<T>(Func<IReadOnlyList<T>, long, CancellationToken, ValueTask> action, bool idempotent = false)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new ForEachBatchSink<T>(action, idempotent);
    }

    private static FileSink Files(string path, RowFormat format)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new FileSink(path, format);
    }
}
