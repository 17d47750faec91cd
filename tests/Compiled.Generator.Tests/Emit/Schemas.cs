using Compiled.Generator.Plan;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Short forms for schemas in tests.</summary>
internal static class Schemas
{
    public static ColumnSchema Column(string member, string type, ColumnKind kind, string? dataName = null, DateEncoding? date = null, RowSchema? nested = null) =>
        new(member, dataName ?? member, type, kind, type.EndsWith('?'), false, date, nested);

    public static RowSchema Row(string type, params ColumnSchema[] columns) => new(type, true, RowConstruction.Constructor, columns.ToEquatable());

    public static PhysicalInput Input(FormatOptions format, RowSchema row, params string[] needed) =>
        new(0, "trades", "Trades", format, row, needed.Select(n => new PhysicalColumn(row.Find(n)!, n, default)).ToEquatable());
}
