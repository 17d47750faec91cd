namespace Compiled.Generator.Plan;

/// <summary>What a column holds. The C# type of a member maps to exactly one kind; a nullable member has the kind of its underlying type.</summary>
public enum ColumnKind
{
    Boolean,
    SByte,
    Byte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Decimal,

    /// <summary>Text; the member is a Utf8String.</summary>
    Text,

    /// <summary>Text; the member is a string, which costs an allocation wherever a row object or a string expression is made of it.</summary>
    String,

    /// <summary>Column element: long, UTC ticks.</summary>
    DateTimeOffset,

    /// <summary>Column element: long, UTC ticks.</summary>
    DateTime,

    /// <summary>Column element: int, day number.</summary>
    DateOnly,

    /// <summary>Column element: long, ticks.</summary>
    TimeSpan,

    /// <summary>A nested row, flattened into columns of its own.</summary>
    Record,

    /// <summary>A list of nested rows (Rows&lt;T&gt;): a child set of columns.</summary>
    List,
}

/// <summary>Unit of a numeric date; mirrors Compiled.TimeUnit.</summary>
public enum DateUnit
{
    Text,
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

/// <summary>How a date member is written in the data. Pattern null and unit Text: ISO 8601 text, or a number of milliseconds.</summary>
public sealed record DateEncoding(DateUnit Unit, string? Pattern);

/// <summary>How the C# compiler builds a value of a row type from its columns.</summary>
public enum RowConstruction
{
    /// <summary>The row is the value of its only column (IStream of Utf8String, of int…).</summary>
    Scalar,

    /// <summary>A constructor that takes all columns in order (records with a primary constructor, tuples).</summary>
    Constructor,

    /// <summary>A parameterless constructor and settable members (classes and structs with properties or fields).</summary>
    Initializer,
}

/// <summary>A row type: its columns in order of declaration.</summary>
/// <param name="Type">Fully qualified C# name with global::, without nullable annotation.</param>
/// <param name="IsValueType">Whether rows are structs.</param>
public sealed record RowSchema(string Type, bool IsValueType, RowConstruction Construction, EquatableArray<ColumnSchema> Columns)
{
    public ColumnSchema? Find(string member) => Columns.FirstOrDefault(c => c.Member == member);
}

/// <summary>One member of a row type.</summary>
/// <param name="Member">C# name of the member, with @ where it is a keyword.</param>
/// <param name="DataName">Name in the data: JSON member, CSV column.</param>
/// <param name="Type">Fully qualified C# type, with ? where it is nullable.</param>
/// <param name="Nested">The row type of a Record or the element type of a List (a scalar element is a schema of Construction Scalar with the single column "Value").</param>
public sealed record ColumnSchema(string Member, string DataName, string Type, ColumnKind Kind, bool IsNullable, bool IsEventTime, DateEncoding? Date, RowSchema? Nested)
{
    private static readonly HashSet<string> s_taken =
        ["Count", "Dispose", "EnsureCapacity", "Grow", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    /// <summary>
    /// The member's name in generated code. Names that generated code gives itself (its own variables begin in lower case, columns classes have a Count) and keywords,
    /// all of which a member may bear, get an underscore.
    /// </summary>
    public string Identifier => s_taken.Contains(Member) || char.IsLower(Member[0]) || Member[0] is '_' or '@' ? Member.TrimStart('@') + "_" : Member;
}
