using Compiled.Memory;
using Compiled.Sources;
using Compiled.State;

namespace Compiled.Execution;

/// <summary>
/// The workers of a job. A block is cut at row ends into at most one piece a worker, in a way that depends on its bytes only; worker 0 always gets the first piece and
/// delivers directly, the others' rows follow in order when the round ends.
/// </summary>
internal sealed class WorkerSet : IRound, IDisposable
{
    private readonly PipelineDescription _description;
    private readonly PipelineWorker[] _workers;
    private readonly WorkerContext[] _contexts;
    private readonly OutputRunner[] _outputs;
    private readonly RoundThreads? _threads;
    private readonly StateExchange? _exchange;
    private readonly int _minBytesPerWorker;
    private readonly Frame[] _pieces;
    private readonly int[] _consumed;
    private BlockPipeReader? _ahead;
    private int _input;

    public WorkerSet(JobOptions options, OutputRunner[] outputs, long[] watermarks)
    {
        PipelineProgram program = options.Bindings.Program;
        _description = program.Description;
        _outputs = outputs;
        _minBytesPerWorker = Math.Max(1, options.MinBytesPerWorker);
        // A running fold sees rows in the order of the input: such a pipeline runs on one worker.
        int workers = _description.Queries.Any(query => query.NeedsOrder) ? 1 : options.Workers;
        _pieces = new Frame[workers];
        _consumed = new int[workers];
        _contexts = new WorkerContext[workers];
        for (int index = 0; index < workers; index++)
        {
            _contexts[index] = CreateContext(options, index, watermarks, outputs);
        }

        _workers = Array.ConvertAll(_contexts, program.CreateWorker);
        _threads = workers > 1 ? new RoundThreads(workers, _description.Name) : null;
        _exchange = _threads is null ? null : StateExchange.Of(_workers, _threads, options.MinKeysToDivide);
    }

    /// <summary>Number of workers.</summary>
    public int Count => _workers.Length;

    /// <summary>What the last failed worker was doing, if generated code said so.</summary>
    public string? FailedAt => _workers[_threads?.FailedWorker ?? 0].RunningAt;

    /// <summary>Whether an epoch without input has something to do.</summary>
    public bool HasPendingTime => _workers[0].HasPendingTime;

    /// <summary>Starts an epoch.</summary>
    public void BeginEpoch(bool deliver)
    {
        foreach (WorkerContext context in _contexts)
        {
            foreach (MalformedRows malformed in context.Malformed)
            {
                ((MalformedLog)malformed).Deliver = deliver;
            }
        }

        _exchange?.BeginEpoch();
    }

    /// <summary>Starts a segment on every worker; see <see cref="PipelineWorker.BeginSegment"/>.</summary>
    public int BeginSegment(int input, in Frame frame)
    {
        int skip = _workers[0].BeginSegment(input, frame);
        for (int i = 1; i < _workers.Length; i++)
        {
            _workers[i].BeginSegment(input, frame);
        }

        return skip;
    }

    /// <summary>
    /// Decodes and runs the whole rows of a block; see <see cref="PipelineWorker.Consume"/>. Workers that are done with their piece read the next block, where the reader lets them.
    /// When it returns, nothing points into the block any more.
    /// </summary>
    /// <param name="reader">Who lends the block.</param>
    public int Consume(int input, in Frame frame, BlockPipeReader reader)
    {
        int pieces = Cut(input, frame);
        _input = input;
        if (pieces == 1)
        {
            Execute(0);
        }
        else
        {
            _ahead = reader.TryReadAhead(_workers.Length) ? reader : null;
            _threads!.Run(this, pieces);
            _ahead = null;
            EndRound();
        }

        _exchange?.EndRound();
        return Consumed(pieces, frame);
    }

    /// <summary>Runs rows that are objects; worker 0 takes them all, since there is nothing to decode.</summary>
    public void ConsumeRows<T>(int input, ReadOnlySpan<T> rows)
    {
        _workers[0].ConsumeRows(input, rows);
        Flush(0);
        _exchange?.EndRound();
    }

    /// <summary>One worker's share of a round.</summary>
    public void Execute(int worker)
    {
        _consumed[worker] = _workers[worker].Consume(_input, _pieces[worker]);
        Flush(worker);
        _ahead?.ReadAhead(worker);
    }

    /// <summary>Ends an epoch: partial results are merged in the order of workers, and results delivered.</summary>
    public void EndEpoch()
    {
        _exchange?.EndEpoch();
        for (int i = 1; i < _workers.Length; i++)
        {
            _workers[0].Merge(_workers[i]);
        }

        _workers[0].EndEpoch();
        Flush(0);
    }

    /// <summary>Adds up the figures of the epoch and sets them to zero.</summary>
    public void Collect(EpochCounters counters)
    {
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i].CollectCounters(counters);
            for (int query = 0; query < counters.RowsOut.Length; query++)
            {
                counters.RowsOut[query] += _contexts[i].Ports[query].TakeRowCount();
            }

            for (int input = 0; input < counters.Malformed.Length; input++)
            {
                counters.Malformed[input] += ((MalformedLog)_contexts[i].Malformed[input]).TakeCount();
            }
        }
    }

    public void SaveState(StateChanges changes) => _workers[0].SaveState(changes);

    public void LoadState(ISavedGroups groups) => _workers[0].LoadState(groups);

    public void Dispose()
    {
        _threads?.Dispose();
        foreach (PipelineWorker worker in _workers)
        {
            worker.Dispose();
        }
    }

    private static WorkerContext CreateContext(JobOptions options, int index, long[] watermarks, OutputRunner[] outputs)
    {
        PipelineDescription description = options.Bindings.Program.Description;
        MalformedRows[] malformed = [.. description.Inputs.Select((input, id) => new MalformedLog(input.Name, options.Bindings.MalformedOf(id), isBuffered: index > 0))];
        return new WorkerContext(index, options.BatchRows, malformed, [.. outputs.Select(output => output.CreatePort(index))], watermarks);
    }

    private unsafe int Cut(int input, in Frame frame)
    {
        InputDescription description = _description.Inputs[input];
        int wanted = Math.Clamp(frame.Length / _minBytesPerWorker, 1, _workers.Length);
        int pieces = 0;
        int start = 0;
        for (int k = 1; k < wanted; k++)
        {
            int target = (int)((long)frame.Length * k / wanted);
            int end = target <= start ? start : RowCutter.CutAtOrAfter(frame.Span, start, target, description.Framing, description.RecordBytes);
            if (end < 0)
            {
                break;
            }

            if (end > start && end < frame.Length)
            {
                _pieces[pieces++] = new Frame(frame.Start + start, end - start, false, frame.Offset + start, frame.Origin);
                start = end;
            }
        }

        _pieces[pieces++] = new Frame(frame.Start + start, frame.Length - start, frame.IsFinal, frame.Offset + start, frame.Origin);
        return pieces;
    }

    private int Consumed(int pieces, in Frame frame)
    {
        for (int i = 0; i < pieces; i++)
        {
            // Only the last piece may end inside a row. Anything else means that decoder and framing disagree about where rows end.
            bool mustBeWhole = i < pieces - 1 || frame.IsFinal;
            if (mustBeWhole && _consumed[i] != _pieces[i].Length)
            {
                throw new PipelineException("CMP0957", $"The rows of input '{_description.Inputs[_input].Name}' could not be told apart at byte {_pieces[i].Offset + _consumed[i]} of {frame.Origin}, "
                    + "most likely because of an unbalanced quote. Repair the row, or run with Workers(1).");
            }
        }

        return (int)(_pieces[pieces - 1].Offset - frame.Offset) + _consumed[pieces - 1];
    }

    private void Flush(int worker)
    {
        _workers[worker].Flush();
        foreach (OutputPort port in _contexts[worker].Ports)
        {
            port.Flush();
        }
    }

    private void EndRound()
    {
        foreach (OutputRunner output in _outputs)
        {
            output.EndRound();
        }

        foreach (WorkerContext context in _contexts)
        {
            foreach (MalformedRows malformed in context.Malformed)
            {
                ((MalformedLog)malformed).EndRound();
            }
        }
    }
}
