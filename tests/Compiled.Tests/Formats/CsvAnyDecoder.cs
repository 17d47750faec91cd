using System.Globalization;
using Compiled.Execution;
using Compiled.Formats;
using Compiled.Memory;
using Compiled.State;

namespace Compiled.Tests.Formats;

/// <summary>A decoder of any columns, in any order and form, as the generator writes it for those that are never null.</summary>
internal sealed class CsvAnyDecoder : IDisposable
{
    private readonly ColumnArena _arena = new();
    private readonly CsvCursor _csv;
    private readonly AnyColumn[] _columns;
    private readonly Func<int, bool>? _refuses;
    private readonly int _early;

    /// <param name="fields">Fields of a row.</param>
    /// <param name="columns">The fields to read and their forms: i(nt), l(ong), d(ouble), t(ime), w(ord), k(ey), s(lice).</param>
    /// <param name="header">Whether there is a header; its names are f0, f1, …</param>
    /// <param name="early">Number of columns that are read before rows are refused.</param>
    /// <param name="refuses">Which rows to refuse, by the hash of the first column's value; none if null.</param>
    public CsvAnyDecoder(int fields, IReadOnlyList<(int Field, char Form)> columns, int batchRows, MalformedRows malformed, bool header = false, int early = 0, Func<int, bool>? refuses = null)
    {
        _csv = new CsvCursor([.. columns.Select(c => new CsvColumn("f" + c.Field, c.Field, IsRequired: true))], fields, ',', header, batchRows, malformed);
        _columns = [.. columns.Select((c, i) => Make(c.Form, i, batchRows))];
        _early = refuses is null ? columns.Count : early;
        _refuses = refuses;
    }

    public int BeginSegment(in Frame frame) => _csv.BeginSegment(in frame);

    public int Decode(in Frame frame, ref int position)
    {
        _csv.BeginBatch(in frame);
        while (_csv.NextBlock(ref position))
        {
            for (int c = 0; c < _early; c++)
            {
                _columns[c].Read(_csv);
            }

            Refuse();
            for (int c = _early; c < _columns.Length; c++)
            {
                _columns[c].Read(_csv);
            }

            if (_csv.HasMalformed)
            {
                _csv.ReportMalformed();
                Array.ForEach(_columns, c => c.Drop(_csv));
            }
        }

        return _csv.Count;
    }

    public string Row(int r) => string.Join('|', _columns.Select(c => c.Show(r)));

    public void Dispose() => _arena.Dispose();

    private void Refuse()
    {
        if (_refuses is null)
        {
            return;
        }

        for (int r = 0; r < _csv.BlockRows; r++)
        {
            _csv.Keeps[r] = !_refuses(_columns[0].Hash(_csv.Count + r));
        }

        if (_csv.Refuse() > 0)
        {
            for (int c = 0; c < _early; c++)
            {
                _columns[c].Keep(_csv);
            }
        }
    }

    private AnyColumn Make(char form, int index, int rows) => form switch
    {
        'i' => new NumberColumn<int, Int32Field>(index, _arena.Allocate<int>(rows), v => v.ToString(CultureInfo.InvariantCulture)),
        'l' => new NumberColumn<long, Int64Field>(index, _arena.Allocate<long>(rows), v => v.ToString(CultureInfo.InvariantCulture)),
        'd' => new NumberColumn<double, DoubleField>(index, _arena.Allocate<double>(rows), v => v.ToString("R", CultureInfo.InvariantCulture)),
        't' => new NumberColumn<long, EpochMillisecondsField>(index, _arena.Allocate<long>(rows), v => v.ToString(CultureInfo.InvariantCulture)),
        'w' => new TextColumn<ulong, TextWord>(index, _arena.Allocate<ulong>(rows), v => v.ToString("x", CultureInfo.InvariantCulture)),
        'k' => new TextColumn<TextKey, TextKey>(index, _arena.Allocate<TextKey>(rows), v => v.ToString()),
        _ => new SliceColumn(index, _arena.Allocate<Utf8Slice>(rows)),
    };

    private abstract class AnyColumn
    {
        public abstract void Read(CsvCursor csv);

        public abstract void Keep(CsvCursor csv);

        public abstract void Drop(CsvCursor csv);

        public abstract string Show(int row);

        public int Hash(int row) => Show(row).Sum(c => c);
    }

    private abstract class AnyColumn<T>(Column<T> values) : AnyColumn
        where T : unmanaged
    {
        protected Column<T> Values { get; } = values;

        public override void Keep(CsvCursor csv) => csv.Keep(Values);

        public override void Drop(CsvCursor csv) => csv.Drop(Values);
    }

    private sealed class NumberColumn<T, TParser>(int index, Column<T> values, Func<T, string> show) : AnyColumn<T>(values)
        where T : unmanaged
        where TParser : struct, IFieldParser<T>
    {
        public override void Read(CsvCursor csv) => csv.Read(index, Values, default(TParser));

        public override string Show(int row) => show(Values[row]);
    }

    private sealed class TextColumn<T, TForm>(int index, Column<T> values, Func<T, string> show) : AnyColumn<T>(values)
        where T : unmanaged
        where TForm : struct, ITextForm<T>
    {
        public override void Read(CsvCursor csv) => csv.ReadText<T, TForm>(index, Values);

        public override string Show(int row) => show(Values[row]);
    }

    private sealed class SliceColumn(int index, Column<Utf8Slice> values) : AnyColumn<Utf8Slice>(values)
    {
        public override void Read(CsvCursor csv) => csv.ReadText(index, Values);

        public override string Show(int row) => Values[row].ToString();
    }
}
