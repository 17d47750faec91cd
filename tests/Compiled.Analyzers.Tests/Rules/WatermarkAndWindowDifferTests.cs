namespace Compiled.Analyzers.Tests;

public class WatermarkAndWindowDifferTests
{
    [Fact]
    public void Windows_by_another_column_are_an_error() => Check.Finds("CMP0304", Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .GroupBy(Window.Tumbling("15 minutes"), [|t => t.BookedAt|])
            .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
        """, "PerWindow"));

    [Fact]
    public void Also_through_a_projection_that_renames() => Check.Finds("CMP0304", Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .Select(t => new PerWindow(t.BookedAt, t.Amount))
            .GroupBy(Window.Tumbling("15 minutes"), [|w => w.Start|])
            .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
        """, "PerWindow"));

    [Fact]
    public void Also_in_update_mode_with_a_key() => Check.Finds("CMP0304", Examples.Update("""
        trades
            .WithWatermark(t => t.BookedAt, "10 minutes")
            .GroupBy(t => t.Broker, Window.Tumbling("15 minutes"), [|t => t.Time|])
            .Select(g => new Total(g.Key, g.Sum(t => t.Amount)))
        """));

    [Fact]
    public void Windows_by_the_watermarks_column_are_right() => Check.Clean(Examples.Append("""
        trades
            .WithWatermark(t => t.BookedAt, "10 minutes")
            .Where(t => t.Amount > 0)
            .GroupBy(Window.Tumbling("15 minutes"))
            .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
        """, "PerWindow"));

    [Fact]
    public void A_projection_may_rename_the_watermarks_column() => Check.Clean(Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .Select(t => new PerWindow(t.Time, t.Amount))
            .GroupBy(Window.Tumbling("15 minutes"), w => w.Start)
            .Select(g => new PerWindow(g.Window.Start, g.Sum(t => t.Amount)))
        """, "PerWindow"));
}
