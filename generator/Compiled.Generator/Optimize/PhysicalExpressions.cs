using Compiled.Generator.Plan;

namespace Compiled.Generator.Optimize;

// What lowering adds to the plan's expressions: reads of columns instead of members of rows.

/// <summary>Where the columns of a row lie in generated code.</summary>
/// <param name="InputId">The input they were decoded from.</param>
/// <param name="Columns">C# expression of the columns object: <c>c</c>, or <c>c.Items</c> for the elements of a list.</param>
/// <param name="Index">C# name of the index variable.</param>
/// <param name="Path">Members from the input's row down to here, joined by dots; empty for the row itself.</param>
/// <param name="Identifier">Prefix of column identifiers inside <paramref name="Columns"/>, with a trailing underscore, or empty.</param>
public sealed record RowPlace(int InputId, string Columns, string Index, string Path, string Identifier)
{
    /// <summary>The local variable that a loop reads a column through: a field of an object would be loaded again after every store.</summary>
    public string Local(string identifier) => $"{Columns.Replace('.', '_')}_{identifier}";

    public string PathOf(string member) => Path.Length == 0 ? member : Path + "." + member;
}

/// <summary>A row (or nested row) that lies in columns. Read as a whole it is materialised.</summary>
public sealed record RowExpression(TypeRef Type, RowSchema Schema, RowPlace Place, bool IsNullable) : Expression(Type)
{
    /// <summary>Identifier of the nested row itself: the prefix without its underscore.</summary>
    public string Identifier => Place.Identifier.Length == 0 ? string.Empty : Place.Identifier.Substring(0, Place.Identifier.Length - 1);
}

/// <summary>A column's value at the current row.</summary>
public sealed record ColumnExpression(TypeRef Type, ColumnSchema Schema, RowPlace Place) : Expression(Type)
{
    /// <summary>Whether the value may be absent here (not after a check).</summary>
    public bool IsNullable { get; init; }

    /// <summary>What the column holds of a text. A word is typed as the number it is; a key is only ever staged.</summary>
    public TextForm Form { get; init; }

    public string Identifier => Place.Identifier + Schema.Identifier + PhysicalColumn.Suffix(Form);

    public string Path => NeededColumns.PathOf(Place.PathOf(Schema.Member), Form);

    /// <summary>The raw element: Utf8Slice, ticks, number.</summary>
    public string Code => $"{Place.Local(Identifier)}[{Place.Index}]";

    /// <summary>Whether the value is there.</summary>
    public string HasValueCode => $"{Place.Local(Identifier)}_HasValue[{Place.Index}]";
}

/// <summary>A nested list at the current row: counted, or iterated by a flatten step.</summary>
public sealed record ListExpression(TypeRef Type, ColumnSchema Schema, RowPlace Place) : Expression(Type)
{
    public string Identifier => Place.Identifier + Schema.Identifier;

    public string Path => Place.PathOf(Schema.Member);
}

/// <summary>Whether a nullable column or nested row is there.</summary>
public sealed record HasValueExpression(TypeRef Type, RowPlace Place, string Identifier, string Path) : Expression(Type);

/// <summary>A local variable of the generated loop.</summary>
public sealed record LocalExpression(TypeRef Type, string Name) : Expression(Type)
{
    /// <summary>Whether the variable holds text as a Utf8Slice into the input and not as the user's type.</summary>
    public bool IsSlice { get; init; }
}

/// <summary>A value that vector code computes for the whole batch before the row loop, which reads it from a column.</summary>
/// <param name="Number">Number among the maps of the path.</param>
public sealed record ComputedExpression(TypeRef Type, int Number) : Expression(Type)
{
    /// <summary>The local variable that the loop reads the column through.</summary>
    public string Local => $"computed{Number}";
}

/// <summary>Throws, as reading a missing value does in C#.</summary>
public sealed record MissingValueExpression(TypeRef Type, string Path) : Expression(Type);

/// <summary>A part of the current group's key.</summary>
public sealed record KeyPartExpression(TypeRef Type, string Name) : Expression(Type);
