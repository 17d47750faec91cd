namespace Compiled.Analyzers.Tests;

public class AppendNeverFinalTests
{
    [Fact]
    public void Groups_without_a_window_never_end() => Check.Finds("CMP0403", Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .[|GroupBy(t => t.Broker)|]
            .Select(g => new Total(g.Key, g.Sum(t => t.Amount)))
        """, "Total"));

    [Fact]
    public void A_key_and_a_window_do() => Check.Clean(Examples.Append("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .GroupBy(t => t.Broker, Window.Tumbling("15 minutes"))
            .Select(g => new Total(g.Key, g.Sum(t => t.Amount)))
        """, "Total"));

    [Fact]
    public void In_complete_mode_they_need_not() => Check.Clean(Examples.Complete("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .GroupBy(t => t.Broker)
            .Select(g => new Total(g.Key, g.Sum(t => t.Amount)))
        """));
}
