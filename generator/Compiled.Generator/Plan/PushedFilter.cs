namespace Compiled.Generator.Plan;

/// <summary>
/// The filter with which every query that reads an input begins: the decoder tests it as soon as it has the members that it reads, and does not convert the others of a row that it refuses.
/// </summary>
/// <param name="Predicates">All must hold. Each reads columns at index row and cannot fail.</param>
/// <param name="Columns">Identifiers of the columns that they read.</param>
/// <param name="Text">The user's words.</param>
public sealed record PushedFilter(EquatableArray<Expression> Predicates, EquatableArray<string> Columns, string Text)
{
    /// <summary>Those of <see cref="Columns"/> that something behind the filter reads too.</summary>
    public EquatableArray<string> ReadBehind { get; init; } = Columns;

    public bool Reads(PhysicalColumn column) => Columns.Contains(column.Identifier);

    public bool IsReadBehind(PhysicalColumn column) => ReadBehind.Contains(column.Identifier);
}
