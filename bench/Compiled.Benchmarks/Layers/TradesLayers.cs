using BenchmarkDotNet.Attributes;
using Compiled.Memory;
using Compiled.Sources;
using Compiled.State;
using Compiled.Time;

namespace Compiled.Benchmarks.Layers;

/// <summary>
/// What a job is made of, layer upon layer over the same file: each benchmark does all that the one before it does, and its own step. The last is the whole job through the public API.
/// All are per row of the input.
/// </summary>
[MemoryDiagnoser]
public class TradesLayers
{
    private const int BatchRows = 4096;
    private readonly ColumnArena _arena = new();
    private readonly TradesColumns _columns;
    private readonly Column<TextKey> _keys;
    private readonly Column<long> _windows;
    private readonly Column<double> _amounts;
    private readonly Column<nint> _groups;
    private TradesFile _file = null!;

    /// <summary>Allocates the columns, once for all runs.</summary>
    public TradesLayers()
    {
        _columns = new TradesColumns(_arena, BatchRows);
        _keys = _arena.Allocate<TextKey>(BatchRows);
        _windows = _arena.Allocate<long>(BatchRows);
        _amounts = _arena.Allocate<double>(BatchRows);
        _groups = _arena.Allocate<nint>(BatchRows);
    }

    /// <summary>Makes the file.</summary>
    [GlobalSetup]
    public void Setup() => _file = new TradesFile();

    /// <summary>Deletes it.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        _file.Dispose();
        _arena.Dispose();
    }

    /// <summary>The bytes, from the page cache into the block.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public unsafe long Read()
    {
        long bytes = 0;
        BufferedBlockReader reader = Open();
        bool isFinal = false;
        while (!isFinal && reader.TryGetBlock(out _, out int length, out isFinal))
        {
            bytes += length;
            reader.Advance(length);
        }

        reader.Complete();
        return Answer.Expect(_file.Bytes, bytes);
    }

    /// <summary>The ends of fields and rows.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public long FrameRows()
    {
        long rows = 0;
        Scan(withColumns: false, batch => rows += batch);
        return Answer.Expect(TradesFile.Rows, rows);
    }

    /// <summary>Four of six fields as columns.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public long Decode()
    {
        long rows = 0;
        Scan(withColumns: true, batch => rows += batch);
        return Answer.Expect(TradesFile.Rows, rows);
    }

    /// <summary>The rows of one type, their window, key and amount staged.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public long Filter()
    {
        long staged = 0;
        var window = new TumblingWindow(9_000_000_000);
        Scan(withColumns: true, batch => staged += Stage(batch, ref window));
        return Answer.Expect(_file.Bought, staged);
    }

    /// <summary>The group of each.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public long Group()
    {
        using var state = new AggregationState<TextKey, Bought, BoughtOperations>(0);
        var window = new TumblingWindow(9_000_000_000);
        Scan(withColumns: true, batch => state.FindOrAdd(_keys, _windows, Stage(batch, ref window), _groups));
        return Answer.Expect(_file.Groups, state.GroupCount);
    }

    /// <summary>The sums.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public long Aggregate()
    {
        using var state = new AggregationState<TextKey, Bought, BoughtOperations>(0);
        var window = new TumblingWindow(9_000_000_000);
        Scan(withColumns: true, batch => Add(state, Stage(batch, ref window)));
        return Answer.Expect(_file.BoughtCents, Cents(state));
    }

    /// <summary>The whole job through the public API, from its start to the rows in a sink; once per file of this size, so its start counts.</summary>
    [Benchmark(OperationsPerInvoke = TradesFile.Rows)]
    public async Task<long> WholeJob()
    {
        double amount = 0;
        await BoughtTotals
            .Read(trades: Source.Files(_file.Path))
            .Write(totals: Sink.ForEach<BoughtTotal>(total => amount += total.Amount))
            .Trigger(Trigger.AvailableNow)
            .RunAsync();
        return Answer.Expect(_file.BoughtCents, (long)Math.Round(amount * 100));
    }

    private static long Cents(AggregationState<TextKey, Bought, BoughtOperations> state)
    {
        double amount = 0;
        for (int w = 0; w < state.WindowCount; w++)
        {
            GroupTable<TextKey, Bought, BoughtOperations> window = state.Window(w);
            for (int g = 0; g < window.Count; g++)
            {
                amount += window[g].Amount;
            }
        }

        return (long)Math.Round(amount * 100);
    }

    private BufferedBlockReader Open() => new(new FileBlockInput(_file.Path, _file.Bytes, mustNotGrow: false), _file.Path);

    private unsafe void Scan(bool withColumns, Action<int> onBatch)
    {
        var decoder = new TradesDecoder(_columns, BatchRows, withColumns);
        BufferedBlockReader reader = Open();
        bool isFinal = false;
        bool isFirst = true;
        while (!isFinal && reader.TryGetBlock(out byte* start, out int length, out isFinal))
        {
            var frame = new Frame(start, length, isFinal, reader.Offset, _file.Path);
            int position = isFirst ? decoder.BeginSegment(in frame) : 0;
            isFirst = false;
            while (decoder.Decode(in frame, ref position) is > 0 and var rows)
            {
                onBatch(rows);
            }

            reader.Advance(position);
        }

        reader.Complete();
    }

    private int Stage(int rows, ref TumblingWindow window)
    {
        TradesColumns columns = _columns;
        int staged = 0;
        for (int row = 0; row < rows; row++)
        {
            if (!columns.Type[row].Is("BUY"u8))
            {
                continue;
            }

            _keys[staged] = new TextKey(columns.BrokerCode[row]);
            _windows[staged] = window.StartOf(columns.CreatedTime[row]);
            _amounts[staged] = columns.Amount[row];
            staged++;
        }

        return staged;
    }

    private void Add(AggregationState<TextKey, Bought, BoughtOperations> state, int staged)
    {
        state.FindOrAdd(_keys, _windows, staged, _groups);
        var groups = new GroupRefs<Bought>(_groups);
        for (int i = 0; i < staged; i++)
        {
            ref Bought group = ref groups[i];
            group.Amount += _amounts[i];
            group.Count++;
        }
    }
}
