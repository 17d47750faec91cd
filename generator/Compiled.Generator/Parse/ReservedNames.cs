using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;

namespace Compiled.Generator.Parse;

/// <summary>
/// Names that generated code gives to its own members, and types that it names without their namespace, so that it stays readable: a type of the user with such a name,
/// beside the pipeline or around it, would be taken for the one that is meant.
/// </summary>
internal static class ReservedNames
{
    /// <summary>Types, by their metadata names.</summary>
    public static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "AggregationState`3", "BinaryCursor", "BooleanField", "ByteField", "ColumnArena", "ColumnMax", "Column`1", "CsvColumn", "CsvCursor", "CsvWriter",
        "DateField", "DayField", "DecimalField", "DecimalHash", "DistinctState`2", "DoubleField", "DurationField", "EpochCounters", "FoldState", "Frame",
        "Generated", "GroupRefs`1", "IAggregateOps`1", "IDisposable", "IGroupKey`1", "IReadOnlyList`1", "IRowAggregation`1", "IRowMap`1", "IRowPredicate", "ISavedGroups",
        "InputDescription", "Input`1", "InstantTexts", "Int32Field", "Int64Field", "IntPtr", "JobBuilder", "JsonCursor", "JsonFields", "JsonMember", "JsonMembers",
        "JsonRows", "JsonRun", "JsonWriter", "KeyHash", "KeyedState", "List`1", "Malformed", "MalformedRows", "Math", "MethodImpl", "MethodImplOptions", "NoKey",
        "NullableKey`1", "NumberTexts",
        "OutputMode", "OutputPort`1", "Output`1", "OwnedTexts", "PairKey`2", "PipelineBindings", "PipelineDescription", "PipelineProgram", "PipelineWorker",
        "PlainTextWriter", "QueryDescription", "ReadOnlySpan`1", "RowCodec`1", "RowFilter", "RowFraming", "RowMap", "RowSelection", "Rows`1", "SavedState", "SingleField",
        "SliceSplit", "Span`1", "SplitCursor", "StateChanges", "StateReader", "StateWriter", "StringSplitOptions", "TextArena", "TextCell", "TextCursor", "TextKey", "TextWord", "TimeUnit",
        "TumblingWindow", "Utf8Buffer", "Utf8Slice", "Utf8String", "ValueKey`1",
        "Vector128", "Vector128`1", "Vector256", "Vector256`1", "Vector512", "Vector512`1", "VectorLanes", "VectorQuotients", "WorkerContext",
    };

    private static readonly string[] s_members = [GeneratedNames.Host, GeneratedNames.Inputs];

    /// <summary>Reports what of the user's code would hide what generated code means.</summary>
    /// <returns>Whether nothing does.</returns>
    public static bool Check(INamedTypeSymbol pipeline, ParseContext context)
    {
        ISymbol? member = s_members.SelectMany(name => pipeline.GetMembers(name))
            .Concat(pipeline.GetMembers("Explain").Where(m => m is not IMethodSymbol { Parameters.Length: > 0 }))
            .Concat(pipeline.GetMembers("Read").Where(m => m is not IMethodSymbol))
            .FirstOrDefault(m => !IsGenerated(m));
        if (member is not null)
        {
            context.Error(
                RuleIds.QueryShape, member.Locations[0], $"Generated code adds a member '{member.Name}' to '{pipeline.Name}': give this one another name.");
            return false;
        }

        INamedTypeSymbol? hiding = Types.SelectMany(name => Named(pipeline, name)).FirstOrDefault();
        if (hiding is null)
        {
            return true;
        }

        context.Error(
            RuleIds.QueryShape,
            pipeline.Locations[0],
            $"The type '{hiding.Name}' hides the type of that name that generated code of '{pipeline.Name}' uses: give it another name, or move the pipeline into another namespace.");
        return false;
    }

    /// <summary>Types of this name that code inside the pipeline would find before those of imported namespaces.</summary>
    private static IEnumerable<INamedTypeSymbol> Named(INamedTypeSymbol pipeline, string metadataName)
    {
        int tick = metadataName.IndexOf('`');
        string name = tick < 0 ? metadataName : metadataName.Substring(0, tick);
        int arity = tick < 0 ? 0 : metadataName[tick + 1] - '0';
        IEnumerable<INamedTypeSymbol> found = pipeline.ContainingNamespace.GetTypeMembers(name, arity);
        for (INamedTypeSymbol? type = pipeline; type is not null; type = type.ContainingType)
        {
            found = found.Concat(type.GetTypeMembers(name, arity));
        }

        return found.Where(t => t.ContainingAssembly?.Name != "Compiled" && !IsGenerated(t));
    }

    /// <summary>The analyzers see the class with its generated part.</summary>
    private static bool IsGenerated(ISymbol symbol) =>
        symbol.DeclaringSyntaxReferences.Length > 0 && symbol.DeclaringSyntaxReferences.All(r => r.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));
}
