namespace Compiled;

/// <summary>
/// Marks a static partial class whose <see cref="QueryAttribute"/> methods are compiled into one streaming job: they share inputs, scan, trigger and checkpoint.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PipelineAttribute : Attribute;

/// <summary>
/// Marks a query: a static method from <see cref="IStream{T}"/> inputs to an <see cref="IStream{T}"/>. Its body is read by the compiler and never runs.
/// </summary>
/// <param name="outputMode">What the query delivers each batch; <see cref="OutputMode.Append"/> unless said otherwise.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QueryAttribute(OutputMode outputMode = OutputMode.Append) : Attribute
{
    /// <summary>What the query delivers each batch.</summary>
    public OutputMode OutputMode { get; } = outputMode;
}

/// <summary>The input's bytes are JSON, one object a line (NDJSON, RFC 8259 values).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class JsonAttribute : Attribute;

/// <summary>The input's bytes are CSV (RFC 4180).</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CsvAttribute : Attribute
{
    /// <summary>The separator of fields, one ASCII character; <c>,</c> unless said otherwise.</summary>
    public char Delimiter { get; set; } = ',';

    /// <summary>
    /// Whether each file or connection begins with a line of column names (default): columns are then found by name, in any order.
    /// Without a header, fields are taken in the order of the record's members.
    /// </summary>
    public bool Header { get; set; } = true;
}

/// <summary>The input's bytes are lines of text; the row type is <see cref="Utf8String"/> or <see cref="string"/>. LF and CRLF end a line.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TextAttribute : Attribute;

/// <summary>
/// The input's bytes are records of a fixed size without separators: the members in order of declaration, little-endian, unpadded
/// (an explicit padding member fills gaps). Members are fixed-size numbers, <see cref="bool"/> (one byte), and dates per <see cref="EventTimeAttribute"/> or <see cref="DateFormatAttribute"/> as 64-bit integers.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class BinaryAttribute : Attribute;

/// <summary>Renames a member in the data: JSON member, CSV column.</summary>
/// <param name="name">The name in the data.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ColumnAttribute(string name) : Attribute
{
    /// <summary>The name in the data.</summary>
    public string Name { get; } = name;
}

/// <summary>Unit of a date stored as a number since 1970-01-01T00:00:00Z.</summary>
public enum TimeUnit
{
    /// <summary>Not a number: ISO 8601 text, or the stated pattern.</summary>
    Text,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>Milliseconds.</summary>
    Milliseconds,

    /// <summary>Microseconds.</summary>
    Microseconds,

    /// <summary>Nanoseconds; cut to 100 ns, the resolution of .NET dates.</summary>
    Nanoseconds,
}

/// <summary>
/// How a date member is written in the data. Without it, text is ISO 8601 and a number counts milliseconds. Dates without an offset are UTC; all dates are normalised to UTC.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public class DateFormatAttribute : Attribute
{
    /// <summary>Unit of a numeric date.</summary>
    public TimeUnit Unit { get; set; }

    /// <summary>
    /// Pattern of a textual date: <c>yyyy MM dd HH mm ss f…</c> and literal characters, for example <c>yyyy-MM-dd HH:mm:ss</c>. Null for ISO 8601.
    /// </summary>
    public string? Pattern { get; set; }
}

/// <summary>The member that says when the row happened: windows and watermarks use it unless they name another. One a type.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class EventTimeAttribute : DateFormatAttribute;
