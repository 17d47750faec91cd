using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;

namespace Compiled.Analyzers;

/// <summary>
/// The catalogue: every rule that is judged at build time, and the only descriptors. A new rule needs an id here, a line in AnalyzerReleases.Unshipped.md,
/// a page in docs/rules and a test; RuleCatalogueTests fails while one of them is missing.
/// Errors cannot be silenced: nothing is generated for such a query, and a project that builds nevertheless would fail when it runs.
/// </summary>
public static class Rules
{
    /// <summary>The parser says itself what is wrong and what to write instead.</summary>
    private const string Whole = "{0}";

    public static readonly DiagnosticDescriptor NotPartial = new(
        RuleIds.NotPartial,
        "Pipeline class is not partial",
        Whole,
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NotPartial),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor QueryShape = new(
        RuleIds.QueryShape,
        "Query method has another shape than a query",
        Whole,
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.QueryShape),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NotReadable = new(
        RuleIds.NotReadable,
        "Query body cannot be read",
        Whole,
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NotReadable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor RowExpressionNotReadable = new(
        RuleIds.RowExpressionNotReadable,
        "Row expression cannot be compiled",
        Whole,
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.RowExpressionNotReadable),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor QueryCalled = new(
        RuleIds.QueryCalled,
        "Query called as a method",
        "Query '{0}' is read by the compiler and never runs; start the pipeline with '{1}.Read(…).Write(…)' instead of calling the query",
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.QueryCalled));

    public static readonly DiagnosticDescriptor InputsDiffer = new(
        RuleIds.InputsDiffer,
        "Inputs of one name differ",
        Whole,
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.InputsDiffer),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor RecursiveQuery = new(
        RuleIds.RecursiveQuery,
        "Query uses itself",
        Whole,
        Categories.Shape,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.RecursiveQuery),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor RowType = new(
        RuleIds.RowType,
        "Type cannot be a row",
        Whole,
        Categories.Types,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.RowType),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor KeyType = new(
        RuleIds.KeyType,
        "Type cannot be a key",
        Whole,
        Categories.Types,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.KeyType),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor StateType = new(
        RuleIds.StateType,
        "Type cannot be kept as state",
        Whole,
        Categories.Types,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.StateType),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor StringAllocates = new(
        RuleIds.StringAllocates,
        "String is allocated for each row",
        Whole,
        Categories.Types,
        DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.StringAllocates));

    public static readonly DiagnosticDescriptor RowsMisused = new(
        RuleIds.RowsMisused,
        "Nested list used as a value",
        Whole,
        Categories.Types,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.RowsMisused),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NullText = new(
        RuleIds.NullText,
        "Null taken for text",
        "C# converts this null to a Utf8String by way of string, which throws when it runs; write '(Utf8String?)null' for a text that is not there",
        Categories.Types,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NullText));

    public static readonly DiagnosticDescriptor MalformedDuration = new(
        RuleIds.MalformedDuration,
        "Malformed duration",
        Whole,
        Categories.Time,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.MalformedDuration),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor NoTime = new(
        RuleIds.NoTime,
        "No event time",
        Whole,
        Categories.Time,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NoTime),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WatermarkAfterGroupBy = new(
        RuleIds.WatermarkAfterGroupBy,
        "Watermark after GroupBy",
        "The watermark of query '{0}' stands after the GroupBy whose groups it should end; move it before",
        Categories.Time,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.WatermarkAfterGroupBy),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor WatermarkAndWindowDiffer = new(
        RuleIds.WatermarkAndWindowDiffer,
        "Watermark and window use different times",
        "The windows of query '{0}' go by '{1}' but its watermark by '{2}', which cannot tell when a window is over; use one of them for both",
        Categories.Time,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.WatermarkAndWindowDiffer),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor CompleteWithoutAggregation = new(
        RuleIds.CompleteWithoutAggregation,
        "Complete mode without aggregation",
        "Query '{0}' has no aggregation, so its complete result would be every row that ever came; use OutputMode.Append",
        Categories.OutputMode,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.CompleteWithoutAggregation),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor AppendWithoutWatermark = new(
        RuleIds.AppendWithoutWatermark,
        "Append mode needs a watermark",
        "Query '{0}' appends groups when they are final, but without a watermark no group ever is; add WithWatermark before the GroupBy",
        Categories.OutputMode,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.AppendWithoutWatermark),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor AppendNeverFinal = new(
        RuleIds.AppendNeverFinal,
        "Append mode needs groups that end",
        "Query '{0}' appends groups when they are final, but its groups have no end that the watermark could pass; group by a window or use OutputMode.Update",
        Categories.OutputMode,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.AppendNeverFinal),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor OrderOutsideComplete = new(
        RuleIds.OrderOutsideComplete,
        "Order outside Complete mode",
        "{1} of query '{0}' needs the whole result, which {2} mode never has; use OutputMode.Complete",
        Categories.OutputMode,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.OrderOutsideComplete),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor OrderWithoutAggregation = new(
        RuleIds.OrderWithoutAggregation,
        "Order of an endless stream",
        "{1} of query '{0}' stands where rows never end; it can only follow an aggregation",
        Categories.OutputMode,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.OrderWithoutAggregation),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ChainedState = new(
        RuleIds.ChainedState,
        "State fed by state",
        "{1} of query '{0}' would keep state about the results of other state, which is not supported",
        Categories.State,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.ChainedState),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor ScanNotPossible = new(
        RuleIds.ScanNotPossible,
        "Scan cannot keep its accumulator",
        "Scan of query '{0}' is not possible: {1}",
        Categories.State,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.ScanNotPossible),
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    public static readonly DiagnosticDescriptor UnboundedState = new(
        RuleIds.UnboundedState,
        "State grows without bound",
        "Query '{0}' keeps every group for ever: no watermark and window end it; add WithWatermark and a window, or suppress this if the keys are few",
        Categories.State,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.UnboundedState));

    public static readonly DiagnosticDescriptor NotDeterministic = new(
        RuleIds.NotDeterministic,
        "Row code depends on more than the row",
        "'{0}' gives another value when a batch is run again, so a replay after a crash would not repeat what was delivered; use a member of the row or a parameter of the query",
        Categories.Determinism,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks.For(RuleIds.NotDeterministic));

    /// <summary>All rules by id.</summary>
    public static IReadOnlyDictionary<string, DiagnosticDescriptor> ById { get; } = new[]
    {
        NotPartial,
        QueryShape,
        NotReadable,
        RowExpressionNotReadable,
        QueryCalled,
        InputsDiffer,
        RecursiveQuery,
        RowType,
        KeyType,
        StateType,
        StringAllocates,
        RowsMisused,
        NullText,
        MalformedDuration,
        NoTime,
        WatermarkAfterGroupBy,
        WatermarkAndWindowDiffer,
        CompleteWithoutAggregation,
        AppendWithoutWatermark,
        AppendNeverFinal,
        OrderOutsideComplete,
        OrderWithoutAggregation,
        ChainedState,
        ScanNotPossible,
        UnboundedState,
        NotDeterministic,
    }.ToDictionary(rule => rule.Id);
}
