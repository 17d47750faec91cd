namespace Compiled.Generator.Plan;

/// <summary>The format of an input's bytes; None for inputs that only take rows (memory, rate).</summary>
public enum InputFormat
{
    None,
    Json,
    Csv,
    Text,
    Binary,
}

/// <summary>Format and its compile-time options.</summary>
public sealed record FormatOptions(InputFormat Format, char Delimiter, bool Header);

/// <summary>
/// What the decoder of one input has to fill: the columns that some query reads, and no other. Made by the optimiser, read by the decoder emitters.
/// </summary>
/// <param name="Id">Number of the input.</param>
/// <param name="Name">Parameter name, for example trades.</param>
/// <param name="TypePrefix">Prefix of generated type names: Trades in TradesColumns, TradesDecoder.</param>
/// <param name="Row">The whole row type: an emitter needs the order of all members (CSV without header, binary layout).</param>
/// <param name="Columns">The needed columns, nested as the data is.</param>
public sealed record PhysicalInput(int Id, string Name, string TypePrefix, FormatOptions Format, RowSchema Row, EquatableArray<PhysicalColumn> Columns)
{
    /// <summary>What the decoder may refuse rows by; null if it has to decode them all.</summary>
    public PushedFilter? Filter { get; init; }

    /// <summary>Set if the decoder is to give the parts of lines of text instead of the lines.</summary>
    public LineSplit? Split { get; init; }
}

/// <summary>What a column holds of a text.</summary>
public enum TextForm
{
    /// <summary>Where it lies.</summary>
    Slice,

    /// <summary>A number, to be compared with short constants.</summary>
    Word,

    /// <summary>A group's key.</summary>
    Key,
}

/// <summary>How lines are split.</summary>
/// <param name="Separator">An ASCII character other than a line break.</param>
/// <param name="SkipsEmpty">Whether empty parts are left out.</param>
public sealed record LineSplit(char Separator, bool SkipsEmpty);

/// <summary>
/// One needed column. For Record, <paramref name="Children"/> are its needed members (their identifiers carry the path, for example DeliveryAddress_City)
/// and a nullable record has a Column&lt;bool&gt; {Identifier}_HasValue. For List, the child columns live in an object {Identifier} of the type {TypePrefix}{Identifier}Columns and the
/// parent has Column&lt;int&gt; {Identifier}_Start and {Identifier}_Count.
/// </summary>
/// <param name="Schema">The member.</param>
/// <param name="Identifier">Name of the column in the generated columns class. The text of rows that are a single value is called Value.</param>
/// <param name="Children">Needed members of a Record or of a List's elements; empty otherwise.</param>
public sealed record PhysicalColumn(ColumnSchema Schema, string Identifier, EquatableArray<PhysicalColumn> Children)
{
    /// <summary>Name of the Column&lt;bool&gt; that says whether a nullable value is there. Only for nullable columns.</summary>
    public string HasValue => Identifier + "_HasValue";

    /// <summary>What the column holds of a text.</summary>
    public TextForm Form { get; init; }

    /// <summary>C# type of the column's elements.</summary>
    public string ElementType => Form switch
    {
        TextForm.Word => "ulong",
        TextForm.Key => "TextKey",
        _ => ElementTypeOf(Schema.Kind),
    };

    /// <summary>What tells a column from the one that holds the same texts as slices.</summary>
    public static string Suffix(TextForm form) => form switch
    {
        TextForm.Word => "_AsWord",
        TextForm.Key => "_AsKey",
        _ => string.Empty,
    };

    public static string ElementTypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => "bool",
        ColumnKind.SByte => "sbyte",
        ColumnKind.Byte => "byte",
        ColumnKind.Int16 => "short",
        ColumnKind.UInt16 => "ushort",
        ColumnKind.Int32 => "int",
        ColumnKind.UInt32 => "uint",
        ColumnKind.Int64 => "long",
        ColumnKind.UInt64 => "ulong",
        ColumnKind.Single => "float",
        ColumnKind.Double => "double",
        ColumnKind.Decimal => "decimal",
        ColumnKind.Text or ColumnKind.String => "Utf8Slice",
        ColumnKind.DateTimeOffset or ColumnKind.DateTime or ColumnKind.TimeSpan => "long",
        ColumnKind.DateOnly => "int",
        _ => throw new InvalidOperationException($"A column of kind {kind} has no elements of its own."),
    };
}
