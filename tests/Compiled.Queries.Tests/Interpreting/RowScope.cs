namespace Compiled.Queries.Tests.Interpreting;

/// <summary>What a lambda can name while it runs.</summary>
internal sealed class RowScope
{
    /// <summary>Arguments of the lambda.</summary>
    public object?[] Arguments { get; init; } = [];

    /// <summary>The value of a in a?.B.</summary>
    public object? Target { get; set; }

    /// <summary>The group's key, window and aggregates, in the lambda after GroupBy.</summary>
    public object? Key { get; init; }

    public DateTimeOffset WindowStart { get; init; }

    public DateTimeOffset WindowEnd { get; init; }

    public object?[] Aggregates { get; init; } = [];
}
