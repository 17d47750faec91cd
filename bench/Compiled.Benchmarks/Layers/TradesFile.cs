using System.Globalization;
using System.Text;

namespace Compiled.Benchmarks.Layers;

/// <summary>The input of the layers: trades as CSV, made anew for each run of the benchmarks and always the same, with what the layers must find in it.</summary>
internal sealed class TradesFile : IDisposable
{
    public const int Rows = 200_000;

    public TradesFile()
    {
        var random = new Random(11);
        var text = new StringBuilder("CreatedTime,Type,Amount,BrokerCode,Symbol,Quantity\n");
        var groups = new HashSet<(long, int)>();
        for (int i = 0; i < Rows; i++)
        {
            long time = 1_549_339_200_000 + (i * 28_800_000L / Rows) - random.Next(60_000);
            bool buy = random.Next(2) == 0;
            int cents = random.Next(100, 1_000_000);
            int broker = random.Next(1_000);
            text.Append(CultureInfo.InvariantCulture, $"{time},{(buy ? "BUY" : "SELL")},{cents / 100m:F2},B{broker:D3},SYM{random.Next(5_000):D4},{1 + random.Next(500)}\n");
            Cents += cents;
            if (buy)
            {
                Bought++;
                BoughtCents += cents;
                groups.Add((time / 900_000, broker));
            }
        }

        Groups = groups.Count;
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllText(Path, text.ToString());
        Bytes = text.Length;
    }

    public string Path { get; }

    public long Bytes { get; }

    /// <summary>Sum of all amounts.</summary>
    public long Cents { get; }

    /// <summary>Rows of the type BUY.</summary>
    public int Bought { get; }

    /// <summary>Sum of their amounts.</summary>
    public long BoughtCents { get; }

    /// <summary>Groups of a quarter of an hour and a broker among them.</summary>
    public int Groups { get; }

    public void Dispose() => File.Delete(Path);
}
