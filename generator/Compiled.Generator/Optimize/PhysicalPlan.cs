using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Operators;

namespace Compiled.Generator.Optimize;

/// <summary>All that Emit sees: inputs with the columns they must fill, and each query as straight loops over them.</summary>
public sealed record PhysicalPlan(PipelinePlan Plan, EquatableArray<PhysicalInput> Inputs, EquatableArray<PhysicalQuery> Queries);

/// <summary>One query: a loop for each input it reads (a union has several), all ending in the same place.</summary>
/// <param name="Group">The aggregation, or null for a query without.</param>
/// <param name="Results">How groups become delivered rows: the first stage loops over groups, each further one over the list that the one before collected.</param>
/// <param name="Watermarks">Ids of the watermarks under the query; its watermark is the least of them.</param>
public sealed record PhysicalQuery(
    QueryPlan Query,
    EquatableArray<ScanPath> Paths,
    GroupPlan? Group,
    EquatableArray<ResultStage> Results,
    EquatableArray<int> Watermarks)
{
    /// <summary>What names of generated members that belong to the query begin with: the query's name, or one like it.</summary>
    public string Name { get; init; } = Query.Name;
}

/// <summary>The loop over the rows of one input.</summary>
/// <param name="Number">Number among the query's paths.</param>
/// <param name="Maps">Values computed for all rows of the batch before the loop, in this order.</param>
public sealed record ScanPath(int InputId, int Number, EquatableArray<RowMap> Maps, EquatableArray<Step> Steps);

/// <summary>A value that vector code computes for every row of a batch.</summary>
/// <param name="Result">How steps read it.</param>
/// <param name="Text">The user's words.</param>
public sealed record RowMap(ComputedExpression Result, Expression Value, string Text);

/// <summary>A loop over groups or collected rows.</summary>
/// <param name="Steps">End in an <see cref="OutputStep"/>, or a <see cref="CollectStep"/> if the whole list is needed next.</param>
/// <param name="ListOperations">Sort and Take, applied to the collected list.</param>
public sealed record ResultStage(EquatableArray<Step> Steps, EquatableArray<Operator> ListOperations);

/// <summary>Something done to each row, in order.</summary>
/// <param name="Text">The user's words, for a comment; may be empty.</param>
public abstract record Step(string Text, SourceSpan? Place);

/// <summary>Goes on only if the predicate holds.</summary>
public sealed record FilterStep(Expression Predicate, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Computes a value once.</summary>
public sealed record LetStep(LocalExpression Local, Expression Value, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Notes the row's time.</summary>
public sealed record WatermarkStep(int Id, Expression Time, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Goes on for each element of a nested list.</summary>
public sealed record FlattenListStep(ListExpression List, string Index, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Goes on for each part of a text; the local is a Utf8Slice named <paramref name="Local"/>.</summary>
public sealed record FlattenSplitStep(Expression Source, Expression Separator, Expression? Options, LocalExpression Local, string Text, SourceSpan? Place) : Step(Text, Place)
{
    /// <summary>Whether the text lies in the input; else row code made it, and its bytes are kept until the batch is done.</summary>
    public bool IsInInput => Source is ColumnExpression or LocalExpression { IsSlice: true };
}

/// <summary>Reads a row that is a part of a line already, since the decoder splits: the local is a Utf8Slice named <paramref name="Local"/>.</summary>
/// <param name="Source">The column that holds parts.</param>
public sealed record PartStep(Expression Source, LocalExpression Local, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Goes on for each element of any enumerable.</summary>
public sealed record FlattenEnumerableStep(Expression Collection, LocalExpression Local, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Delivers a result row.</summary>
public sealed record OutputStep(Expression Row, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Stages key, window and values for the aggregation.</summary>
/// <param name="Keys">Value of each key part.</param>
/// <param name="Time">Time for the window, or null.</param>
/// <param name="Values">One a staged value of <see cref="GroupPlan.Values"/>.</param>
public sealed record GroupStep(EquatableArray<Expression> Keys, Expression? Time, EquatableArray<Expression> Values, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Keeps a result row in a list.</summary>
/// <param name="RowType">C# type of the row.</param>
public sealed record CollectStep(Expression Row, string RowType, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>Folds the row into an accumulator, which becomes the row.</summary>
/// <param name="Id">Number of the stateful operator.</param>
/// <param name="IsState">Whether the accumulator lives on between batches; else it starts from the seed each time.</param>
public sealed record FoldStep(int Id, bool IsState, Expression Seed, Expression Next, LocalExpression Accumulator, string Text, SourceSpan? Place) : Step(Text, Place);

/// <summary>An aggregation, lowered.</summary>
/// <param name="Keys">Parts of the key.</param>
/// <param name="IsComposite">Whether g.Key has members (each names a part) or is the only part itself.</param>
/// <param name="Values">What is staged a row besides the key: arguments of aggregates.</param>
public sealed record GroupPlan(
    AggregateOperator Operator,
    EquatableArray<KeyPart> Keys,
    bool IsComposite,
    EquatableArray<StagedValue> Values,
    EquatableArray<LoweredAggregate> Aggregates);

/// <summary>One part of a key: its member name in g.Key (or Value) and its type.</summary>
public sealed record KeyPart(string Name, TypeRef Type);

/// <summary>One staged value.</summary>
/// <param name="Name">Name of the staging column.</param>
/// <param name="IsKey">Whether it is staged as a key, for CountDistinct, rather than as a value.</param>
public sealed record StagedValue(string Name, TypeRef Type, bool IsKey);

/// <summary>An aggregate over staged values.</summary>
/// <param name="Name">Prefix of its fields in the state.</param>
/// <param name="ValueIndex">Index of the staged value, or -1 for a plain Count.</param>
public sealed record LoweredAggregate(string Name, AggregateCall Call, int ValueIndex);
