using Compiled.Execution;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>A decoder as the generator writes it, for nullable text columns c0, c1, …</summary>
internal sealed class CsvTextDecoder : IDisposable
{
    private readonly ColumnArena _arena = new();
    private readonly CsvCursor _csv;
    private readonly Column<Utf8Slice>[] _texts;
    private readonly Column<bool>[] _present;

    public CsvTextDecoder(int columns, int batchRows, MalformedRows malformed, char delimiter = ',', bool header = true)
    {
        CsvColumn[] needed = [.. Enumerable.Range(0, columns).Select(c => new CsvColumn("c" + c, c, IsRequired: true))];
        _csv = new CsvCursor(needed, columns, delimiter, header, batchRows, malformed);
        _texts = [.. needed.Select(_ => _arena.Allocate<Utf8Slice>(batchRows))];
        _present = [.. needed.Select(_ => _arena.Allocate<bool>(batchRows))];
    }

    public int BeginSegment(in Frame frame) => _csv.BeginSegment(in frame);

    public int Decode(in Frame frame, ref int position)
    {
        _csv.BeginBatch(in frame);
        while (_csv.NextBlock(ref position))
        {
            for (int c = 0; c < _texts.Length; c++)
            {
                _csv.ReadText(c, _texts[c], _present[c]);
            }

            if (_csv.HasMalformed)
            {
                _csv.ReportMalformed();
                for (int c = 0; c < _texts.Length; c++)
                {
                    _csv.Drop(_texts[c]);
                    _csv.Drop(_present[c]);
                }
            }
        }

        return _csv.Count;
    }

    /// <summary>The fields of a row; null where there is no value.</summary>
    public string?[] Row(int r) => [.. _texts.Select((t, c) => _present[c][r] ? t[r].ToString() : null)];

    public void Dispose() => _arena.Dispose();
}
