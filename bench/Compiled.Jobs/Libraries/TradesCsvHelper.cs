using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Compiled.Jobs.Libraries;

/// <summary>CsvHelper's records and LINQ.</summary>
internal sealed class TradesCsvHelper : IContender
{
    public string Name => "CsvHelper + AggregateBy";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        using var text = new StreamReader(input.Path);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { CacheFields = true });
        csv.Context.RegisterClassMap<CsvTradeMap>();
        List<(long, string, double, double, long)> groups =
        [
            .. csv.GetRecords<CsvTrade>()
                .AggregateBy(
                    t => (Start: t.CreatedTime - (t.CreatedTime % 900_000), t.BrokerCode),
                    (Buy: 0.0, Sell: 0.0, Count: 0L),
                    (sum, t) => (sum.Buy + (t.Type == "BUY" ? t.Amount : 0), sum.Sell + (t.Type == "SELL" ? t.Amount : 0), sum.Count + 1))
                .Select(g => (g.Key.Start, g.Key.BrokerCode, g.Value.Buy, g.Value.Sell, g.Value.Count)),
        ];
        return ValueTask.FromResult(Answer.Trades(groups));
    }

    private sealed class CsvTrade
    {
        public long CreatedTime { get; set; }

        public string Type { get; set; } = "";

        public double Amount { get; set; }

        public string BrokerCode { get; set; } = "";
    }

    // The two columns that the job does not need are not mapped, so CsvHelper does not convert them.
    private sealed class CsvTradeMap : ClassMap<CsvTrade>
    {
        public CsvTradeMap()
        {
            Map(t => t.CreatedTime);
            Map(t => t.Type);
            Map(t => t.Amount);
            Map(t => t.BrokerCode);
        }
    }
}
