using System.Globalization;
using Compiled.Generator.Plan;

namespace Compiled.Generator.Emit;

/// <summary>
/// Members of a row that are written one behind the other. Values whose most bytes are known take room once for all of them and are then written without a check a value;
/// nested rows, lists and strings are appended to the buffer one by one.
/// </summary>
/// <param name="IsPlaced">Whether room is taken once.</param>
/// <param name="Columns">The members; one if room is not taken.</param>
internal sealed record RowRun(bool IsPlaced, IReadOnlyList<ColumnSchema> Columns)
{
    // What the runtime's NumberWriter and DateWriter may write, with quotes; and a name or separator of its own a member is counted by who writes it.
    private const int NumberBytes = 50;
    private const int DateBytes = 34;
    private const int WordBytes = 8;

    /// <summary>The runs of a row, in order.</summary>
    public static IReadOnlyList<RowRun> Of(RowSchema row)
    {
        List<RowRun> runs = [];
        List<ColumnSchema> placed = [];
        foreach (ColumnSchema column in row.Columns)
        {
            if (column.Kind is not (ColumnKind.Record or ColumnKind.List or ColumnKind.String))
            {
                placed.Add(column);
                continue;
            }

            if (placed.Count > 0)
            {
                runs.Add(new RowRun(true, placed));
                placed = [];
            }

            runs.Add(new RowRun(false, [column]));
        }

        if (placed.Count > 0)
        {
            runs.Add(new RowRun(true, placed));
        }

        return runs;
    }

    /// <summary>C# of a member's value.</summary>
    public static string Value(RowSchema row, ColumnSchema column) => row.Construction == RowConstruction.Scalar ? "row" : "row." + ExpressionEmitter.Name(column.Member);

    /// <summary>C# of a member's value where room was taken: a text is read once, since its length counted.</summary>
    public string Placed(RowSchema row, ColumnSchema column) => column.Kind == ColumnKind.Text ? TextLocal(column) : Value(row, column);

    /// <summary>Takes room: from here on the local <c>at</c> is the place of the next byte.</summary>
    /// <param name="texts">The writer that knows how long texts may become.</param>
    /// <param name="otherBytes">Bytes of names and separators.</param>
    /// <param name="isFirst">Whether <c>at</c> has to be declared.</param>
    public void EmitBegin(SourceWriter writer, RowSchema row, string texts, int otherBytes, bool isFirst)
    {
        List<string> rooms = [(otherBytes + Columns.Sum(Bytes)).ToString(CultureInfo.InvariantCulture)];
        foreach (ColumnSchema column in Columns.Where(c => c.Kind == ColumnKind.Text))
        {
            writer.Line($"var {TextLocal(column)} = {Value(row, column)};");
            rooms.Add($"{texts}.RoomOf({TextLocal(column)})");
        }

        string room = string.Join(" + ", rooms);
        writer.Line($"{(isFirst ? "ref byte " : string.Empty)}at = ref output.Begin({(rooms.Count > 1 ? $"checked({room})" : room)});");
    }

    private static string TextLocal(ColumnSchema column) => "text" + column.Member.TrimStart('@');

    private static int Bytes(ColumnSchema column) => column.Kind switch
    {
        ColumnKind.Text or ColumnKind.Boolean => WordBytes,
        ColumnKind.DateTimeOffset or ColumnKind.DateTime or ColumnKind.DateOnly or ColumnKind.TimeSpan => DateBytes,
        _ => NumberBytes,
    };
}
