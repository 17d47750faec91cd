using Compiled.Execution;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>A decoder as the generator writes it, for the columns Id (long), Price (double?), Name (text), Note (text?), Day (date).</summary>
internal sealed class CsvRecordDecoder : IDisposable
{
    private readonly ColumnArena _arena = new();
    private readonly CsvCursor _csv;

    public CsvRecordDecoder(int batchRows, MalformedRows malformed, bool header = true, char delimiter = ',', int members = 7)
    {
        CsvColumn[] needed =
        [
            new("Id", Index: 0, IsRequired: true),
            new("Price", Index: 2, IsRequired: false),
            new("Name", Index: 3, IsRequired: true),
            new("Note", Index: 4, IsRequired: false),
            new("Day", Index: 6, IsRequired: true),
        ];
        _csv = new CsvCursor(needed, members, delimiter, header, batchRows, malformed);
        Id = _arena.Allocate<long>(batchRows);
        Price = _arena.Allocate<double>(batchRows);
        Price_HasValue = _arena.Allocate<bool>(batchRows);
        Name = _arena.Allocate<Utf8Slice>(batchRows);
        Note = _arena.Allocate<Utf8Slice>(batchRows);
        Note_HasValue = _arena.Allocate<bool>(batchRows);
        Day = _arena.Allocate<long>(batchRows);
    }

    public Column<long> Id { get; }

    public Column<double> Price { get; }

    public Column<bool> Price_HasValue { get; }

    public Column<Utf8Slice> Name { get; }

    public Column<Utf8Slice> Note { get; }

    public Column<bool> Note_HasValue { get; }

    public Column<long> Day { get; }

    public int BeginSegment(in Frame frame) => _csv.BeginSegment(in frame);

    public int Decode(in Frame frame, ref int position)
    {
        CsvCursor csv = _csv;
        csv.BeginBatch(in frame);
        while (csv.NextBlock(ref position))
        {
            csv.Read(0, Id, default(Int64Field));
            csv.Read(1, Price, Price_HasValue, default(DoubleField));
            csv.ReadText(2, Name);
            csv.ReadText(3, Note, Note_HasValue);
            csv.Read(4, Day, default(DateField));
            if (csv.HasMalformed)
            {
                DropMalformed();
            }
        }

        return csv.Count;
    }

    public string Row(int r) =>
        $"{Id[r]}|{(Price_HasValue[r] ? Price[r].ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "null")}|{Name[r]}|{(Note_HasValue[r] ? Note[r].ToString() : "null")}|{new DateTime(Day[r]):O}";

    public void Dispose() => _arena.Dispose();

    private void DropMalformed()
    {
        _csv.ReportMalformed();
        _csv.Drop(Id);
        _csv.Drop(Price);
        _csv.Drop(Price_HasValue);
        _csv.Drop(Name);
        _csv.Drop(Note);
        _csv.Drop(Note_HasValue);
        _csv.Drop(Day);
    }
}
