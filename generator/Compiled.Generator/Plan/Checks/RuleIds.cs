namespace Compiled.Generator.Plan.Checks;

/// <summary>
/// Ids of what is judged at build time: 01 shape, 02 types, 03 time, 04 output mode, 05 state, 07 determinism. An id is never used again for something else.
/// What each says, and how grave it is, stands in the analyzers' catalogue; the run-time ids (09) stand where they are thrown.
/// </summary>
public static class RuleIds
{
    public const string NotPartial = "CMP0101";
    public const string QueryShape = "CMP0102";
    public const string NotReadable = "CMP0103";
    public const string RowExpressionNotReadable = "CMP0104";
    public const string QueryCalled = "CMP0105";
    public const string InputsDiffer = "CMP0106";
    public const string RecursiveQuery = "CMP0107";

    public const string RowType = "CMP0201";
    public const string KeyType = "CMP0202";
    public const string StateType = "CMP0203";
    public const string StringAllocates = "CMP0204";
    public const string RowsMisused = "CMP0205";
    public const string NullText = "CMP0206";

    public const string MalformedDuration = "CMP0301";
    public const string NoTime = "CMP0302";
    public const string WatermarkAfterGroupBy = "CMP0303";
    public const string WatermarkAndWindowDiffer = "CMP0304";

    public const string CompleteWithoutAggregation = "CMP0401";
    public const string AppendWithoutWatermark = "CMP0402";
    public const string AppendNeverFinal = "CMP0403";
    public const string OrderOutsideComplete = "CMP0404";
    public const string OrderWithoutAggregation = "CMP0405";

    public const string ChainedState = "CMP0501";
    public const string ScanNotPossible = "CMP0502";
    public const string UnboundedState = "CMP0503";

    public const string NotDeterministic = "CMP0701";

    /// <summary>Whether a finding of this rule means that the query must not be emitted. Warnings and remarks do not.</summary>
    public static bool IsError(string id) => id is not (StringAllocates or NullText or UnboundedState or NotDeterministic);
}
