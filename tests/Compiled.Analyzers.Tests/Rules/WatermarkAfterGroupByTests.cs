using Compiled.CodeFixes;

namespace Compiled.Analyzers.Tests;

public class WatermarkAfterGroupByTests
{
    [Fact]
    public void A_watermark_on_the_results_is_told_and_moved()
    {
        string wrong = Examples.Append("""
            trades
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
                .[|WithWatermark(w => w.Start, "10 minutes")|]
            """, "PerWindow");
        string right = Examples.Append("""
            trades
                .WithWatermark(t => t.Time, "10 minutes")
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow");
        Check.Finds("CMP0303", wrong);
        Fix.Turns(new MoveWatermarkFix(), Marked.Parse(wrong).Source, right);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n    .Where(g => g.Count() > 1)")]
    public void A_watermark_on_the_groups_is_told_and_moved(string having)
    {
        string wrong = Examples.Append($"""
            trades
                .GroupBy(Window.Tumbling("15 minutes")){having}
                .[|WithWatermark(t => t.Time, "10 minutes")|]
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow");
        string right = Examples.Append($"""
            trades
                .WithWatermark(t => t.Time, "10 minutes")
                .GroupBy(Window.Tumbling("15 minutes")){having}
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
            """, "PerWindow");
        Assert.Contains("'Q'", Check.Finds("CMP0303", wrong).GetMessage(), StringComparison.Ordinal);
        Fix.Turns(new MoveWatermarkFix(), Marked.Parse(wrong).Source, right);
    }

    [Fact]
    public void A_query_expression_is_told_but_left_to_the_user()
    {
        string wrong = Examples.Append("""
            (from t in trades
             group t by t.Broker into g
             select new PerWindow(DateTimeOffset.UnixEpoch, g.Sum(x => x.Amount)))
                .[|WithWatermark(w => w.Start, "10 minutes")|]
            """, "PerWindow");
        Check.Finds("CMP0303", wrong);
        Fix.OffersNothing(new MoveWatermarkFix(), Marked.Parse(wrong).Source);
    }

    [Fact]
    public void A_member_of_the_same_name_is_kept()
    {
        string wrong = Examples.File("""
            public readonly record struct Booked(DateTimeOffset BookedAt, double Amount);

            [Query]
            static IStream<Booked> Q([Json] IStream<Trade> trades) => trades.GroupBy(Window.Tumbling("1 hour"), t => t.BookedAt).Select(g => new Booked(g.Window.End, g.Sum(t => t.Amount))).WithWatermark(b => b.BookedAt, "1 minute");
            """);
        string right = Examples.File("""
            public readonly record struct Booked(DateTimeOffset BookedAt, double Amount);

            [Query]
            static IStream<Booked> Q([Json] IStream<Trade> trades) => trades.WithWatermark(b => b.BookedAt, "1 minute").GroupBy(Window.Tumbling("1 hour"), t => t.BookedAt).Select(g => new Booked(g.Window.End, g.Sum(t => t.Amount)));
            """);
        Check.FindsOnly("CMP0303", wrong);
        Fix.Turns(new MoveWatermarkFix(), wrong, right);
    }

    [Fact]
    public void Comments_stay_where_they_belong() => Fix.Turns(
        new MoveWatermarkFix(),
        Examples.Append("""
            trades // all of them
                // a quarter of an hour
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount))) // the sum
                // not later than that
                .WithWatermark(w => w.Start, "10 minutes") // the end

            """, "PerWindow"),
        Examples.Append("""
            trades // all of them
                // not later than that
                .WithWatermark(t => t.Time, "10 minutes")
                // a quarter of an hour
                .GroupBy(Window.Tumbling("15 minutes"))
                .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount))) // the sum // the end

            """, "PerWindow"));

    [Fact]
    public void A_watermark_before_a_projection_and_the_grouping_is_right() => Check.Clean(Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .Select(t => new PerWindow(t.Time, t.Amount))
            .GroupBy(Window.Tumbling("15 minutes"), w => w.Start)
            .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
        """, "PerWindow"));

    [Fact]
    public void A_watermark_without_any_grouping_is_no_fault() => Check.Clean(Examples.Append("""trades.WithWatermark(t => t.Time, "10 minutes").Where(t => t.Amount > 1)"""));
}
