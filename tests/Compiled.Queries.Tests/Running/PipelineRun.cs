using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;
using Compiled.Memory;
using Compiled.Queries.Tests.Interpreting;

namespace Compiled.Queries.Tests.Running;

/// <summary>One run of a pipeline, generated and interpreted, over the same rows in the same epochs; its results are compared with each other and with what a test expects.</summary>
internal sealed class PipelineRun : IDisposable
{
    private readonly PipelinePlan _plan;
    private readonly Setting _setting;
    private readonly object[][][] _inputs;
    private readonly Dictionary<string, object?> _parameters = [];
    private readonly Action?[] _next;
    private readonly List<Func<int, List<object?[]>>> _delivered = [];
    private readonly List<long> _epochs = [];
    private readonly List<DirectoryInfo> _folders = [];
    private List<List<object?>[]> _interpreted = [];

    public PipelineRun(Type pipeline, Setting setting)
    {
        _plan = Corpus.Plan(pipeline);
        _setting = setting;
        _inputs = new object[_plan.Inputs.Count][][];
        _next = new Action?[_plan.Inputs.Count];
    }

    /// <summary>Binds an input to parts: one an epoch, or all in one.</summary>
    public Input<T> Input<T>(string name, T[][] parts)
        where T : notnull
    {
        InputPlan input = _plan.Inputs.Single(i => i.Name == name);
        _inputs[input.Id] = [.. Epochs(parts).Select(part => (object[])[.. part.Cast<object>()])];
        return input.Format.Format == InputFormat.None ? Rows(input, Epochs(parts)) : Bytes(input, parts);
    }

    /// <summary>The parts as they come: one an epoch, or all in one.</summary>
    public T[][] Epochs<T>(T[][] parts) => _setting.InEpochs ? parts : [[.. parts.SelectMany(p => p)]];

    /// <summary>Gives the interpreter a parameter's value.</summary>
    public T Parameter<T>(string name, T value)
    {
        _parameters[name] = value;
        return value;
    }

    /// <summary>Binds the output of the next query.</summary>
    public MemorySink<T> Output<T>()
    {
        MemorySink<T> sink = Sink.Memory<T>();
        RowSchema schema = _plan.Queries[_delivered.Count].Result;
        _delivered.Add(epoch => RowLeaves.Of(sink.Batches.Where(b => b.Epoch == _epochs[epoch]).SelectMany(b => b.Rows), schema));
        return sink;
    }

    /// <summary>Runs the job and the interpreter, and compares what each epoch delivered.</summary>
    public async Task Run(JobBuilder job)
    {
        long[] late = new long[_plan.Queries.Count];
        using (VectorWidth.Force(_setting.VectorBits))
        {
            job.Options.MinBytesPerWorker = 1;
            job.Options.MinKeysToDivide = 0;
            job.Workers(_setting.Workers).BatchRows(_setting.BatchRows ?? job.Options.BatchRows).Trigger(Trigger.AvailableNow);
            await job.OnProgress(progress =>
            {
                _epochs.Add(progress.BatchId);
                Array.ForEach(_next, next => next?.Invoke());
                for (int i = 0; i < late.Length; i++)
                {
                    late[i] += progress.Queries[i].Late;
                }
            }).RunAsync();
        }

        var interpreter = new PlanInterpreter(_plan, _parameters);
        _interpreted = [.. Interpret(interpreter)];
        Assert.Equal(_interpreted.Count, _epochs.Count);
        for (int epoch = 0; epoch < _epochs.Count; epoch++)
        {
            for (int query = 0; query < _plan.Queries.Count; query++)
            {
                QueryPlan plan = _plan.Queries[query];
                string what = $"{plan.Name}, epoch {epoch}, generated against interpreted";
                RowLeaves.AssertEqual(RowLeaves.Of(_interpreted[epoch][query], plan.Result), _delivered[query](epoch), IsOrdered(plan.Root), what);
            }
        }

        Assert.Equal(interpreter.Late, late);
    }

    /// <summary>Compares what a query delivered with what LINQ computes over the same rows.</summary>
    public void Expect<T>(string query, IEnumerable<T> expected, IEnumerable<T> actual)
    {
        QueryPlan plan = _plan.Queries.Single(q => q.Name == query);
        List<object?[]> rows = RowLeaves.Of(expected, plan.Result);
        Assert.NotEmpty(rows);
        RowLeaves.AssertEqual(rows, RowLeaves.Of(actual, plan.Result), IsOrdered(plan.Root), $"{query}, generated against LINQ");
    }

    public void Dispose() => _folders.ForEach(folder => folder.Delete(recursive: true));

    // Groups come in no order unless they are sorted; rows of one input keep theirs.
    private static bool IsOrdered(Operator root) => root switch
    {
        SortOperator => true,
        AggregateOperator or UnionOperator => false,
        _ => root.Sources.All(IsOrdered),
    };

    private IEnumerable<List<object?>[]> Interpret(PlanInterpreter interpreter)
    {
        int epochs = _inputs.Max(parts => parts.Length);
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            yield return interpreter.Run([.. _inputs.Select(parts => epoch < parts.Length ? parts[epoch] : [])]);
        }

        while (interpreter.HasPendingTime)
        {
            yield return interpreter.Run([.. _inputs.Select(_ => Array.Empty<object>())]);
        }
    }

    private Input<T> Rows<T>(InputPlan input, T[][] epochs)
    {
        MemorySource<T> source = Source.Memory<T>();
        int given = 0;
        _next[input.Id] = () =>
        {
            if (given < epochs.Length)
            {
                source.Add(epochs[given++]);
            }
        };
        _next[input.Id]!();
        return source;
    }

    private Input<T> Bytes<T>(InputPlan input, T[][] parts)
        where T : notnull
    {
        if (!_setting.FromFiles)
        {
            // A read that ends inside rows now and then.
            MemoryByteSource source = Source.Bytes(_setting.BatchRows is null ? int.MaxValue : 4099, _setting.InEpochs ? 1 : null);
            Array.ForEach(parts, part => source.Add(RowBytes.Of(input, part.Cast<object>())));
            return source.Complete();
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("queries");
        _folders.Add(folder);
        for (int i = 0; i < parts.Length; i++)
        {
            string path = Path.Combine(folder.FullName, $"part-{i:D3}");
            File.WriteAllBytes(path, RowBytes.Of(input, parts[i].Cast<object>()));
            File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddDays(i));
        }

        return Source.Files(folder.FullName, maxFilesPerTrigger: _setting.InEpochs ? 1 : null);
    }
}
