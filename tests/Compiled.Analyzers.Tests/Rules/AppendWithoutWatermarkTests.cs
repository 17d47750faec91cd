using Compiled.CodeFixes;

namespace Compiled.Analyzers.Tests;

public class AppendWithoutWatermarkTests
{
    [Fact]
    public void Windows_without_watermark_are_told_and_get_one()
    {
        string wrong = Examples.Append("""
            trades
                .Where(t => t.Amount > 0)
                .[|GroupBy(Window.Tumbling("15 minutes"))|]
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow");
        string right = Examples.Append("""
            trades
                .Where(t => t.Amount > 0)
                .WithWatermark(t => t.Time, "10 minutes")
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow");
        Check.Finds("CMP0402", wrong);
        Fix.Turns(new InsertWatermarkFix(), Marked.Parse(wrong).Source, right);
    }

    [Fact]
    public void The_watermark_goes_by_the_windows_stated_time() => Fix.Turns(
        new InsertWatermarkFix(),
        Examples.Append("""trades.GroupBy(t => t.Broker, Window.Tumbling("15 minutes"), t => t.BookedAt).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))""", "Total"),
        Examples.Append("""trades.WithWatermark(t => t.BookedAt, "10 minutes").GroupBy(t => t.Broker, Window.Tumbling("15 minutes"), t => t.BookedAt).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))""", "Total"));

    [Fact]
    public void Comments_stay_where_they_are() => Fix.Turns(
        new InsertWatermarkFix(),
        Examples.Append("""
            trades // all of them
                // a quarter of an hour
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow"),
        Examples.Append("""
            trades // all of them
                .WithWatermark(t => t.Time, "10 minutes")
                // a quarter of an hour
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow"));

    [Fact]
    public void Without_a_window_a_watermark_would_not_help_and_is_not_offered()
    {
        string wrong = Examples.Append("trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))", "Total");
        Check.FindsOnly("CMP0402", wrong);
        Fix.OffersNothing(new InsertWatermarkFix(), wrong);
    }

    [Fact]
    public void The_default_mode_is_append() => Check.FindsOnly("CMP0402", Examples.File("""
        [Query]
        static IStream<Total> Q([Json] IStream<Trade> trades) => trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)));
        """));

    [Fact]
    public void The_fault_of_a_query_that_others_use_is_told_once() => Check.FindsOnly("CMP0402", Examples.File("""
        [Query]
        static IStream<Total> Totals([Json] IStream<Trade> trades) => trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)));

        [Query]
        static IStream<Total> Large([Json] IStream<Trade> trades) => Totals(trades).Where(t => t.Amount > 1000);
        """));

    [Fact]
    public void Windows_with_watermark_are_right() => Check.Clean(Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .GroupBy(Window.Tumbling("15 minutes"))
            .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
        """, "PerWindow"));

    [Fact]
    public void A_query_without_groups_needs_no_watermark() => Check.Clean(Examples.Append("trades.Where(t => t.Amount > 0)"));
}
