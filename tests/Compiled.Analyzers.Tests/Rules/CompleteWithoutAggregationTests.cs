using Compiled.CodeFixes;

namespace Compiled.Analyzers.Tests;

public class CompleteWithoutAggregationTests
{
    [Fact]
    public void A_stateless_query_in_complete_mode_is_told_and_mended()
    {
        string wrong = Examples.Complete("trades.Where(t => t.Amount > 1000)", "Trade").Replace("OutputMode.Complete", "[|OutputMode.Complete|]", StringComparison.Ordinal);
        Check.Finds("CMP0401", wrong);
        Fix.Turns(new AppendModeFix(), Marked.Parse(wrong).Source, Examples.Append("trades.Where(t => t.Amount > 1000)"));
    }

    [Fact]
    public void So_is_a_fold_over_a_stream() =>
        Check.FindsOnly("CMP0401", Examples.Complete("trades.Scan(0.0, (sum, t) => sum + t.Amount)", "double"));

    [Fact]
    public void Query_syntax_is_the_same()
    {
        string wrong = Examples.Complete("from t in trades where t.Amount > 1000 select t.Amount", "double");
        Check.FindsOnly("CMP0401", wrong);
        Fix.Turns(new AppendModeFix(), wrong, Examples.Append("from t in trades where t.Amount > 1000 select t.Amount", "double"));
    }

    [Fact]
    public void An_aggregation_in_complete_mode_is_right() =>
        Check.Clean(Examples.Complete("trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))"));

    [Fact]
    public void A_query_that_uses_an_aggregation_is_no_stateless_one() => Check.Clean(Examples.File("""
        [Query(OutputMode.Complete)]
        static IStream<Total> Totals([Json] IStream<Trade> trades) => trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)));

        [Query(OutputMode.Complete)]
        static IStream<Total> Large([Json] IStream<Trade> trades) => Totals(trades).Where(t => t.Amount > 1000);
        """));
}
