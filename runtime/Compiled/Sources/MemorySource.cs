using Compiled.Sources;

namespace Compiled;

/// <summary>
/// Rows given by the program: for tests, and for input that is objects already. Made by <see cref="Source.Memory{T}"/>. Rows are kept as long as this object lives, so a job that is
/// started again over the same object goes on where it stood. Thread-safe.
/// </summary>
/// <typeparam name="T">The row type. Text in rows must own its bytes (<see cref="Utf8String.ToOwned"/>).</typeparam>
public sealed class MemorySource<T> : RowSource<T>
{
    private readonly Lock _lock = new();
    private T[] _rows = [];
    private int _count;
    private bool _completed;

    internal MemorySource()
    {
    }

    /// <inheritdoc/>
    public override string Description => $"memory {typeof(T).Name}";

    /// <summary>Replayable as long as the object lives; a new process has to add the same rows again.</summary>
    public override SourceGuarantee Guarantee => SourceGuarantee.Replayable;

    internal ArrivalSignal Signal { get; } = new();

    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    internal bool IsCompleted
    {
        get
        {
            lock (_lock)
            {
                return _completed;
            }
        }
    }

    /// <summary>Adds rows; the next batch takes all that were added.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Complete"/> was called.</exception>
    public void Add(params ReadOnlySpan<T> rows)
    {
        lock (_lock)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The memory source was completed.");
            }

            if (_rows.Length - _count < rows.Length)
            {
                Array.Resize(ref _rows, (int)Math.Max(Math.Min(_rows.Length * 2L, Array.MaxLength), (long)_count + rows.Length));
            }

            rows.CopyTo(_rows.AsSpan(_count));
            _count += rows.Length;
        }

        Signal.Set();
    }

    /// <summary>Says that nothing more will be added: the job ends when it has read everything.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
        }

        Signal.Set();
    }

    /// <inheritdoc/>
    public override RowSourceReader<T> Open(string input) => new MemorySourceReader<T>(this);

    /// <summary>Rows that were added; later additions do not change them.</summary>
    internal ReadOnlyMemory<T> Rows(long from, long to)
    {
        lock (_lock)
        {
            return to <= _count
                ? _rows.AsMemory((int)from, (int)(to - from))
                : throw new PipelineException(
                    "CMP0938",
                    $"The checkpoint was written when the {Description} held at least {to} rows; it holds {_count}. Add the same rows again before the job starts, or start with a new checkpoint.");
        }
    }
}
