using Compiled.CodeFixes;

namespace Compiled.Analyzers.Tests;

public class OrderTests
{
    private const string Totals = """trades.WithWatermark(t => t.Time, "10 minutes").GroupBy(t => t.Broker, Window.Tumbling("15 minutes")).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))""";

    [Fact]
    public void Ordering_changes_is_told_and_mended()
    {
        string wrong = Examples.Update(Totals + ".[|OrderBy(t => t.Amount)|]");
        Check.Finds("CMP0404", wrong);
        Fix.Turns(new CompleteModeFix(), Marked.Parse(wrong).Source, Examples.Complete(Totals + ".OrderBy(t => t.Amount)"));
    }

    [Fact]
    public void Taking_of_what_is_final_is_told_and_mended_once_for_both()
    {
        string wrong = Examples.Append(Totals + ".[|OrderByDescending(t => t.Amount)|].Take(3)", "Total");
        Check.Finds("CMP0404", wrong);
        Fix.Turns(new CompleteModeFix(), Marked.Parse(wrong).Source, Examples.Complete(Totals + ".OrderByDescending(t => t.Amount).Take(3)"));
    }

    [Fact]
    public void Take_alone_is_told_too() => Check.Finds("CMP0404", Examples.Update(Totals + ".[|Take(3)|]"));

    [Fact]
    public void A_query_that_states_no_mode_gets_one()
    {
        string query = "\nstatic IStream<Total> Q([Json] IStream<Trade> trades) => " + Totals + ".Take(3);";
        Fix.Turns(new CompleteModeFix(), Examples.File("[Query]" + query), Examples.File("[Query(OutputMode.Complete)]" + query));
    }

    [Fact]
    public void Order_of_a_stream_is_another_error_in_every_mode()
    {
        Check.Finds("CMP0405", Examples.Append("trades.[|OrderBy(t => t.Amount)|]"));
        Check.Finds("CMP0405", Examples.Complete("trades.[|Take(3)|].GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))"));
        Check.Finds("CMP0405", Examples.Complete("trades.[|OrderBy(t => t.Amount)|].Take(5)", "Trade"));
    }

    [Fact]
    public void Order_of_a_complete_result_is_right() =>
        Check.Clean(Examples.Complete("trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount))).OrderBy(t => t.Amount).ThenBy(t => t.Broker).Take(3)"));

    [Fact]
    public void Operators_of_Enumerable_are_others() => Check.Clean(Examples.Append("trades.Where(t => t.Amount > Largest())") .Replace(
        "[Query(", "static double Largest() => new[] { 2.0, 1.0 }.OrderBy(x => x).Take(1).First();\n[Query(", StringComparison.Ordinal));
}
