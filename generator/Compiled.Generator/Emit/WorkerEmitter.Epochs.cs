using Compiled.Generator.Optimize;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Emit;

/// <content>What a worker does at the end of an epoch: results, state, counters.</content>
public sealed partial class WorkerEmitter
{
    private void EmitEpoch()
    {
        string[] divisible = [.. Groups.Where(GroupEmitter.IsDivisible).Select(q => EmitContext.Field(q))];
        if (divisible.Length > 0)
        {
            Writer.Line($"public override KeyedState[] KeyedStates => [{string.Join(", ", divisible)}];");
            Writer.Line();
        }

        Writer.Open("public override void Flush()");
        foreach (PhysicalQuery query in _queries)
        {
            Writer.Line($"{EmitContext.Field(query)}Port.Flush();");
        }

        Writer.Close();
        Writer.Line();
        Writer.Open("public override void Merge(PipelineWorker other)");
        Writer.Line("var from = (Worker)other;");
        foreach (PhysicalQuery query in Groups)
        {
            string field = EmitContext.Field(query);
            Writer.Line($"{field}.MergeFrom(from.{field});");
            foreach (LoweredAggregate aggregate in GroupEmitter.Distincts(query))
            {
                EmitDistinctMerge(query, aggregate);
            }
        }

        foreach (WatermarkOperator watermark in Watermarks)
        {
            Writer.Line($"_maxTime{watermark.Id} = Math.Max(_maxTime{watermark.Id}, from._maxTime{watermark.Id});");
        }

        Writer.Close();
        Writer.Line();
        Writer.Open("public override void EndEpoch()");
        foreach (PhysicalQuery query in Groups)
        {
            Writer.Line($"{query.Name}_Deliver();");
        }

        foreach (WatermarkOperator watermark in Watermarks)
        {
            Writer.Line($"_watermarks[{watermark.Id}] = Generated.Advance(_watermarks[{watermark.Id}], _maxTime{watermark.Id}, {watermark.DelayTicks}L);");
        }

        Writer.Line("Flush();");
        if (ResultSteps.Any(s => s is FlattenSplitStep))
        {
            Writer.Line("_rowText.Clear();");
        }

        Writer.Close();
        Writer.Line();
        IEnumerable<string> pending = Groups
            .Where(q => GroupEmitter.DropsLate(q))
            .Select(q => $"{EmitContext.Field(q)}.ExpiredCount({ResultEmitter.Watermark(q)}, {q.Group!.Operator.Window!.SizeTicks}L) > 0");
        Writer.Line($"public override bool HasPendingTime => {string.Join(" || ", pending.DefaultIfEmpty("false"))};");
        Writer.Line();
    }

    // A value that two workers have seen counts once.
    private void EmitDistinctMerge(PhysicalQuery query, LoweredAggregate aggregate)
    {
        string distinct = GroupEmitter.DistinctField(query, aggregate);
        TypeRef type = query.Group!.Values[aggregate.ValueIndex].Type;
        string key = GroupEmitter.KeyType(query);
        Writer.Line($"{distinct}.MergeFrom(from.{distinct}, (long window, in {key} key, in {KeyTypes.Of(type)} value) =>");
        Writer.Line("{");
        if (type.IsNullable)
        {
            Writer.Line(type.IsText ? "    if (value.IsNull) { return; }" : "    if (!value.HasValue) { return; }");
        }

        Writer.Line($"    var table = {EmitContext.Field(query)}.Table(window);");
        Writer.Line($"    table[table.FindOrAdd(in key)].{aggregate.Name}++;");
        Writer.Line("});");
    }

    private void EmitState()
    {
        IReadOnlyList<FoldStep> folds = Folds.Where(f => f.IsState).ToList();
        Writer.Open("public override void SaveState(StateChanges changes)");
        foreach (PhysicalQuery query in Groups)
        {
            Writer.Line($"{EmitContext.Field(query)}.Save(changes);");
            foreach (LoweredAggregate aggregate in GroupEmitter.Distincts(query))
            {
                Writer.Line($"{GroupEmitter.DistinctField(query, aggregate)}.State.Save(changes);");
            }
        }

        foreach (FoldStep fold in folds)
        {
            Writer.Line($"FoldState.Save(changes, {fold.Id}, in {GroupEmitter.FoldField(fold.Id)});");
        }

        Writer.Close();
        Writer.Line();
        Writer.Open("public override void LoadState(ISavedGroups groups)");
        if (Groups.Any())
        {
            IEnumerable<string> states = Groups.SelectMany(q => new[] { EmitContext.Field(q) }
                .Concat(GroupEmitter.Distincts(q).Select(a => GroupEmitter.DistinctField(q, a) + ".State")));
            Writer.Line($"SavedState.Load(groups, {string.Join(", ", states)});");
        }

        foreach (FoldStep fold in folds)
        {
            Writer.Line($"FoldState.Load(groups, {fold.Id}, ref {GroupEmitter.FoldField(fold.Id)});");
        }

        Writer.Close();
        Writer.Line();
    }

    private void EmitCounters()
    {
        Writer.Open("public override void CollectCounters(EpochCounters counters)");
        foreach (PhysicalInput input in _inputs)
        {
            Writer.Line($"counters.RowsIn[{input.Id}] += {EmitContext.Field(input)}RowsIn;");
            Writer.Line($"{EmitContext.Field(input)}RowsIn = 0;");
        }

        foreach (PhysicalQuery query in Groups)
        {
            string field = EmitContext.Field(query);
            Writer.Line($"counters.Late[{query.Query.Id}] += {field}Late;");
            Writer.Line($"{field}Late = 0;");
            Writer.Line($"counters.StateRows[{query.Query.Id}] += {field}.GroupCount;");
            IEnumerable<string> bytes = new[] { $"{field}.Bytes" }.Concat(GroupEmitter.Distincts(query).Select(a => $"{GroupEmitter.DistinctField(query, a)}.State.Bytes"));
            Writer.Line($"counters.StateBytes[{query.Query.Id}] += {string.Join(" + ", bytes)};");
        }

        Writer.Close();
        Writer.Line();
    }

    private void EmitDispose()
    {
        Writer.Open("public override void Dispose()");
        Writer.Line("_arena.Dispose();");
        Writer.Line("_scratch.Dispose();");
        Writer.Line("_rowText.Dispose();");
        foreach (PhysicalInput input in _inputs)
        {
            Writer.Line($"{EmitContext.Field(input)}.Dispose();");
        }

        foreach (PhysicalQuery query in Groups)
        {
            Writer.Line($"{EmitContext.Field(query)}.Dispose();");
            foreach (LoweredAggregate aggregate in GroupEmitter.Distincts(query))
            {
                Writer.Line($"{GroupEmitter.DistinctField(query, aggregate)}.Dispose();");
            }
        }

        Writer.Close();
        Writer.Line();
    }
}
