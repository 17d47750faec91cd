using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Emit;

/// <summary>The worker class: fields, the calls that execution makes, loops and results of every query.</summary>
public sealed partial class WorkerEmitter(EmitContext context)
{
    private readonly IReadOnlyList<PhysicalQuery> _queries = context.Plan.Queries;
    private readonly IReadOnlyList<PhysicalInput> _inputs = context.Plan.Inputs;

    private SourceWriter Writer => context.Writer;

    private IEnumerable<PhysicalQuery> Groups => _queries.Where(q => q.Group is not null);

    private IReadOnlyList<WatermarkOperator> Watermarks => _queries
        .SelectMany(q => Descendants(q.Query.Root))
        .OfType<WatermarkOperator>()
        .GroupBy(w => w.Id)
        .Select(g => g.First())
        .OrderBy(w => w.Id)
        .ToList();

    private IReadOnlyList<FoldStep> Folds => _queries
        .SelectMany(q => q.Paths.SelectMany(p => p.Steps).Concat(q.Results.SelectMany(r => r.Steps)))
        .OfType<FoldStep>()
        .GroupBy(f => f.Id)
        .Select(g => g.First())
        .ToList();

    public void Emit()
    {
        Writer.Open("private sealed class Worker : PipelineWorker");
        EmitFields();
        EmitConstructor();
        EmitBeginSegment();
        EmitConsume();
        EmitConsumeRows();
        EmitQueries();
        EmitEpoch();
        EmitState();
        EmitCounters();
        EmitDispose();
        context.Materializers.Emit(Writer);
        Writer.Close();
        Writer.Line();
    }

    private static IEnumerable<Operator> Descendants(Operator root) => new[] { root }.Concat(root.Sources.SelectMany(Descendants));

    private void EmitFields()
    {
        Writer.Line("private readonly Program _program;");
        Writer.Line("private readonly long[] _watermarks;");
        Writer.Line("private readonly ColumnArena _arena = new();");
        Writer.Line("private readonly TextArena _scratch = new();");
        Writer.Line("private readonly TextArena _rowText = new();");
        Writer.Line("private readonly int _batchRows;");
        for (int split = 0; split < Splits; split++)
        {
            Writer.Line($"private readonly Column<Utf8Slice> {StepEmitter.PartsField(split)};");
        }

        foreach (PhysicalInput input in _inputs)
        {
            Writer.Line($"private readonly {input.TypePrefix}Columns {EmitContext.Field(input)};");
            if (input.Format.Format != InputFormat.None)
            {
                Writer.Line($"private readonly {input.TypePrefix}Decoder {EmitContext.Field(input)}Decoder;");
            }

            Writer.Line($"private long {EmitContext.Field(input)}RowsIn;");
        }

        foreach (PhysicalQuery query in _queries)
        {
            Writer.Line();
            Writer.Line($"private readonly OutputPort<{query.Query.Result.Type}> {EmitContext.Field(query)}Port;");
            if (query.Paths.Any(p => VectorSteps.Filters(p).Count > 0))
            {
                Writer.Line($"private readonly Column<ulong> {EmitContext.Field(query, "Selected")}; // a bit a row");
            }

            foreach ((string field, RowMap map) in VectorMapEmitter.Fields(query))
            {
                Writer.Line($"private readonly Column<{map.Value.Type.Name}> {field}; // {OneLine.Of(map.Text)}");
            }

            if (query.Group is null)
            {
                continue;
            }

            new GroupEmitter(context, query).EmitFields();
            for (int i = 0; i < query.Results.Count; i++)
            {
                foreach (CollectStep collect in query.Results[i].Steps.OfType<CollectStep>())
                {
                    Writer.Line($"private readonly List<{collect.RowType}> {ResultEmitter.ListField(query, i)} = [];");
                }
            }
        }

        Writer.Line();
        foreach (WatermarkOperator watermark in Watermarks)
        {
            Writer.Line($"private long _maxTime{watermark.Id} = long.MinValue; // WithWatermark({watermark.Time.Text}, {watermark.DelayText})");
        }

        foreach (FoldStep fold in Folds)
        {
            Writer.Line($"private {fold.Accumulator.Type.Name} {GroupEmitter.FoldField(fold.Id)}; // {fold.Text}");
        }

        Writer.Line();
    }

    // Splits within splits of one loop, at most.
    private int Splits => _queries.SelectMany(q => q.Paths.Select(p => p.Steps).Concat(q.Results.Select(r => r.Steps)))
        .Select(steps => steps.Count(s => s is FlattenSplitStep))
        .Append(_inputs.Any(i => i.Split is not null) ? 1 : 0)
        .Max();

    private IEnumerable<Step> ResultSteps => _queries.SelectMany(q => q.Results).SelectMany(r => r.Steps);

    private void EmitConstructor()
    {
        Writer.Open("public Worker(Program program, WorkerContext context)");
        Writer.Line("_program = program;");
        Writer.Line("_watermarks = context.Watermarks;");
        Writer.Line("_batchRows = context.BatchRows;");
        for (int split = 0; split < Splits; split++)
        {
            Writer.Line($"{StepEmitter.PartsField(split)} = _arena.Allocate<Utf8Slice>(SliceSplit.PartsAtOnce);");
        }

        foreach (PhysicalInput input in _inputs)
        {
            string field = EmitContext.Field(input);
            Writer.Line($"{field} = new {input.TypePrefix}Columns(context.BatchRows);");
            if (input.Format.Format != InputFormat.None)
            {
                Writer.Line($"{field}Decoder = new {input.TypePrefix}Decoder({field}, context.BatchRows, context.Malformed[{input.Id}]{(DecoderFilter.NeedsProgramOf(input) ? ", program" : "")});");
            }
        }

        foreach (PhysicalQuery query in _queries)
        {
            Writer.Line($"{EmitContext.Field(query)}Port = (OutputPort<{query.Query.Result.Type}>)context.Ports[{query.Query.Id}];");
            if (query.Paths.Any(p => VectorSteps.Filters(p).Count > 0))
            {
                Writer.Line($"{EmitContext.Field(query, "Selected")} = _arena.Allocate<ulong>(RowFilter.Words(context.BatchRows));");
            }

            foreach ((string field, RowMap map) in VectorMapEmitter.Fields(query))
            {
                Writer.Line($"{field} = _arena.Allocate<{map.Value.Type.Name}>(context.BatchRows);");
            }

            if (query.Group is not null)
            {
                new GroupEmitter(context, query).EmitConstruction();
            }
        }

        foreach (FoldStep fold in Folds)
        {
            Writer.Line($"{GroupEmitter.FoldField(fold.Id)} = {context.Expressions.Emit(fold.Seed)};");
        }

        Writer.Close();
        Writer.Line();
    }

    private void EmitBeginSegment()
    {
        Writer.Line("public override int BeginSegment(int input, in Frame frame) => input switch");
        Writer.Line("{");
        foreach (PhysicalInput input in _inputs.Where(i => i.Format.Format != InputFormat.None))
        {
            Writer.Line($"    {input.Id} => {EmitContext.Field(input)}Decoder.BeginSegment(in frame),");
        }

        Writer.Line("    _ => throw Generated.NoBytes(input),");
        Writer.Line("};");
        Writer.Line();
    }

    private void EmitConsume()
    {
        Writer.Open("public override int Consume(int input, in Frame frame)");
        Writer.Open("switch (input)");
        foreach (PhysicalInput input in _inputs.Where(i => i.Format.Format != InputFormat.None))
        {
            Writer.Line($"case {input.Id}: return Consume{input.TypePrefix}(in frame);");
        }

        Writer.Line("default: throw Generated.NoBytes(input);");
        Writer.Close();
        Writer.Close();
        Writer.Line();
        foreach (PhysicalInput input in _inputs.Where(i => i.Format.Format != InputFormat.None))
        {
            Writer.Open($"private int Consume{input.TypePrefix}(in Frame frame)");
            Writer.Line("int position = 0;");
            string decoder = $"{EmitContext.Field(input)}Decoder";
            Writer.Open($"while ({decoder}.Decode(in frame, ref position) is > 0 and var rows)");
            Writer.Line($"{EmitContext.Field(input)}RowsIn += {(input.Split is null ? "rows" : decoder + ".Lines")};");
            EmitCalls(input);
            if (_queries.SelectMany(q => q.Paths).Any(p => p.InputId == input.Id && p.Steps.Any(s => s is FlattenSplitStep { IsInInput: false })))
            {
                Writer.Line("_rowText.Clear();");
            }

            Writer.Close();
            Writer.Line();
            if (input.Split is not null)
            {
                Writer.Line($"{EmitContext.Field(input)}RowsIn += {decoder}.Lines; // the last ones may have no parts");
            }

            if (input.Filter is not null)
            {
                Writer.Line($"{EmitContext.Field(input)}RowsIn += {EmitContext.Field(input)}Decoder.TakeRefused();");
            }

            Writer.Line("return position;");
            Writer.Close();
            Writer.Line();
        }
    }

    // One scan: every query that reads the input runs over the same decoded batch while it is in the cache.
    private void EmitCalls(PhysicalInput input)
    {
        foreach (PhysicalQuery query in _queries)
        {
            foreach (ScanPath path in query.Paths.Where(p => p.InputId == input.Id))
            {
                Writer.Line($"{ScanEmitter.Method(context, query, path)}(rows);");
            }
        }
    }

    private void EmitConsumeRows()
    {
        Writer.Open("public override void ConsumeRows<T>(int input, ReadOnlySpan<T> rows)");
        Writer.Open("switch (input)");
        foreach (PhysicalInput input in _inputs)
        {
            Writer.Line($"case {input.Id}: Load{input.TypePrefix}(Generated.Rows<T, {input.Row.Type}>(rows)); break;");
        }

        Writer.Line("default: throw Generated.NoBytes(input);");
        Writer.Close();
        Writer.Close();
        Writer.Line();
        foreach (PhysicalInput input in _inputs)
        {
            if (input.Split is not null)
            {
                new PartLoaderEmitter(context).Emit(input, () => EmitCalls(input));
            }
            else
            {
                new RowLoaderEmitter(context).Emit(input, () => EmitCalls(input));
            }
        }
    }

    private void EmitQueries()
    {
        foreach (PhysicalQuery query in _queries)
        {
            foreach (ScanPath path in query.Paths)
            {
                new ScanEmitter(context, query).Emit(path);
            }

            if (query.Group is not null)
            {
                new GroupUpdateEmitter(Writer, query).EmitMethod();
                new ResultEmitter(context, query).Emit();
            }
        }
    }
}
