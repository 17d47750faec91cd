using System.Buffers.Text;

namespace Compiled.Jobs.Plain;

/// <summary>Spans cut at commas and line feeds, Utf8Parser for numbers. Does not handle quotes: the input has none.</summary>
internal sealed class TradesLoop : IContender
{
    public string Name => "C# loop, spans";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        var brokers = new Utf8Names();
        var windows = new WindowTotals<(double Buy, double Sell, long Count)>(900_000);
        using var file = new FileBlocks(input.Path);
        bool header = true;
        while (file.Next())
        {
            ReadOnlySpan<byte> block = file.Block;
            int position = 0;
            while (JsonLines.TryNext(block, ref position, file.IsLast, out ReadOnlySpan<byte> line))
            {
                if (header)
                {
                    header = false;
                    continue;
                }

                Row(line, brokers, windows);
            }

            file.Consume(position);
        }

        return ValueTask.FromResult(Answer.Trades(
            from window in windows.Windows
            from broker in window.Value.Index()
            where broker.Item.Count > 0
            select (window.Key, brokers.Names[broker.Index], broker.Item.Buy, broker.Item.Sell, broker.Item.Count)));
    }

    private static void Row(ReadOnlySpan<byte> line, Utf8Names brokers, WindowTotals<(double Buy, double Sell, long Count)> windows)
    {
        Utf8Parser.TryParse(line, out long time, out int used);
        line = line[(used + 1)..];
        bool buy = line[0] == (byte)'B';
        line = line[(buy ? 4 : 5)..];
        Utf8Parser.TryParse(line, out double amount, out used);
        line = line[(used + 1)..];
        int broker = brokers.IdOf(line[..line.IndexOf((byte)',')]);
        ref (double Buy, double Sell, long Count) group = ref windows[time, broker];
        group.Count++;
        if (buy)
        {
            group.Buy += amount;
        }
        else
        {
            group.Sell += amount;
        }
    }
}
