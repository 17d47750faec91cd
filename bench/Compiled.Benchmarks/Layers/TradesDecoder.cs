using Compiled.Execution;
using Compiled.Formats;
using Compiled.Memory;

namespace Compiled.Benchmarks.Layers;

/// <summary>CSV to columns, as generated decoders do it.</summary>
internal sealed class TradesDecoder(TradesColumns columns, int batchRows, bool withColumns)
{
    private static readonly CsvColumn[] Needed =
    [
        new("CreatedTime", Index: 0, IsRequired: true),
        new("Type", Index: 1, IsRequired: true),
        new("Amount", Index: 2, IsRequired: true),
        new("BrokerCode", Index: 3, IsRequired: true),
    ];

    private readonly CsvCursor _csv = new(
        withColumns ? Needed : [], members: 6, ',', header: true, batchRows, new MalformedLog("trades", Malformed.Fail, isBuffered: false));

    public int BeginSegment(in Frame frame) => _csv.BeginSegment(in frame);

    public int Decode(in Frame frame, ref int position)
    {
        CsvCursor csv = _csv;
        csv.BeginBatch(in frame);
        while (csv.NextBlock(ref position))
        {
            if (withColumns)
            {
                csv.Read(0, columns.CreatedTime, default(EpochMillisecondsField));
                csv.ReadText(1, columns.Type);
                csv.Read(2, columns.Amount, default(DoubleField));
                csv.ReadText(3, columns.BrokerCode);
            }
        }

        return csv.Count;
    }
}
