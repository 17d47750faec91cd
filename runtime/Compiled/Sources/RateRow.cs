namespace Compiled;

/// <summary>A row of <see cref="Source.Rate"/>.</summary>
/// <param name="Timestamp">When the row was due, UTC: it does not depend on when the batch ran.</param>
/// <param name="Value">Its number, from 0.</param>
public readonly record struct RateRow([property: EventTime] DateTimeOffset Timestamp, long Value);
