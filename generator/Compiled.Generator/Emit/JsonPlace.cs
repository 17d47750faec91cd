namespace Compiled.Generator.Emit;

/// <summary>Where columns are.</summary>
/// <param name="Scope">Prefix that makes names unique: empty for the row, the list's name for its elements. Identifiers of nested records carry their path themselves.</param>
/// <param name="Columns">Expression of the object that has the columns.</param>
/// <param name="Index">Name of the variable that is the place in them.</param>
internal sealed record JsonPlace(string Scope, string Columns, string Index);
