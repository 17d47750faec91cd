namespace Compiled.Generator.Plan;

/// <summary>Something wrong or worth knowing, found while parsing or checking: a rule id, a place, arguments of the message. The generator ignores findings; analyzers report them.</summary>
/// <param name="RuleId">CMPxxxx.</param>
/// <param name="Place">The very expression.</param>
/// <param name="Arguments">What the rule's message format takes. Findings of Parse have one argument, the whole message.</param>
public sealed record Finding(string RuleId, SourceSpan Place, EquatableArray<string> Arguments);

/// <summary>What parsing one class gives. <paramref name="Plan"/> is null if nothing can be emitted; with errors in queries the plan still lists them so that signatures can be emitted.</summary>
public sealed record ParseResult(PipelinePlan? Plan, bool HasErrors, EquatableArray<Finding> Findings);
