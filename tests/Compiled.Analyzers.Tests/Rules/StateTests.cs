namespace Compiled.Analyzers.Tests;

public class StateTests
{
    private const string Totals = "trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))";

    [Fact]
    public void A_second_GroupBy_is_an_error() =>
        Check.Finds("CMP0501", Examples.Complete(Totals + ".[|GroupBy(t => t.Amount > 10)|].Select(g => g.Count())", "long"));

    [Fact]
    public void A_GroupBy_over_a_fold_is_an_error() =>
        Check.Finds("CMP0501", Examples.Complete("trades.Scan(0.0, (sum, t) => sum + t.Amount).[|GroupBy(sum => sum > 10)|].Select(g => g.Count())", "long"));

    [Fact]
    public void A_filter_and_a_projection_over_groups_are_right() =>
        Check.Clean(Examples.Complete(Totals + ".Where(t => t.Amount > 10).Select(t => t.Amount)", "double"));

    [Fact]
    public void A_fold_over_changing_groups_is_an_error() => Check.Finds("CMP0502", Examples.Update("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .GroupBy(Window.Tumbling("15 minutes"))
            .Select(g => g.Sum(t => t.Amount))
            .[|Scan(0.0, (sum, amount) => sum + amount)|]
        """, "double"));

    [Fact]
    public void A_fold_over_a_complete_result_is_right() =>
        Check.Clean(Examples.Complete(Totals + ".OrderBy(t => t.Broker).Scan(0.0, (sum, t) => sum + t.Amount)", "double"));

    [Fact]
    public void A_fold_over_a_stream_needs_an_accumulator_without_references() =>
        Check.Finds("CMP0502", Examples.Append("trades.[|Scan(default(Last), (last, t) => new Last(t.Broker))|]", "Last")
            .Replace("public readonly record struct Total", "public sealed record Last(Utf8String Broker);\npublic readonly record struct Total", StringComparison.Ordinal)
            .Replace("default(Last)", "default(Last)!", StringComparison.Ordinal));

    [Fact]
    public void A_fold_over_a_stream_with_a_number_is_right() => Check.Clean(Examples.Append("trades.Scan(0.0, (sum, t) => sum + t.Amount)", "double"));

    [Fact]
    public void Groups_that_nothing_ends_are_a_warning_in_update_mode()
    {
        Check.Finds("CMP0503", Examples.Update("trades.[|GroupBy(t => t.Broker)|].Select(g => new Total(g.Key, g.Sum(t => t.Amount)))"));
        Check.Finds("CMP0503", Examples.Update("""trades.[|GroupBy(t => t.Broker, Window.Tumbling("15 minutes"))|].Select(g => new Total(g.Key, g.Sum(t => t.Amount)))"""));
    }

    [Fact]
    public void A_watermark_and_a_window_silence_it() => Check.Clean(Examples.Update("""
        trades
            .WithWatermark(t => t.Time, "10 minutes")
            .GroupBy(t => t.Broker, Window.Tumbling("15 minutes"))
            .Select(g => new Total(g.Key, g.Sum(t => t.Amount)))
        """));

    [Fact]
    public void So_does_a_pragma() => Check.Clean(
        Examples.Update(Totals).Replace("[Query(", "#pragma warning disable CMP0503 // few brokers\n[Query(", StringComparison.Ordinal));

    [Fact]
    public void An_error_cannot_be_silenced_since_nothing_is_generated() => Check.FindsOnly(
        "CMP0402",
        Examples.Append(Totals, "Total").Replace("[Query(", "#pragma warning disable CMP0402\n[Query(", StringComparison.Ordinal));

    [Fact]
    public void A_query_without_groups_keeps_nothing() => Check.Clean(Examples.Update("trades.Where(t => t.Amount > 1)", "Trade"));
}
