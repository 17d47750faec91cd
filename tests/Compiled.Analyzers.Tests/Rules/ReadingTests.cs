namespace Compiled.Analyzers.Tests;

/// <summary>What the parser finds is told at the very expression, and what only looks like it is not.</summary>
public class ReadingTests
{
    [Fact]
    public void CMP0102_a_query_that_returns_no_stream() =>
        Check.Finds("CMP0102", Examples.File("[Query]\nstatic [|double|] Q([Json] IStream<Trade> trades) => 0;"));

    [Fact]
    public void CMP0102_a_query_with_statements() =>
        Check.FindsOnly("CMP0102", Examples.File("[Query]\nstatic IStream<Trade> Q([Json] IStream<Trade> trades) { int x = 1; return trades.Where(t => t.Amount > x); }"));

    [Fact]
    public void CMP0102_not_a_query_with_one_return() =>
        Check.Clean(Examples.File("[Query]\nstatic IStream<Trade> Q([Json] IStream<Trade> trades) { return trades.Where(t => t.Amount > 1); }"));

    [Fact]
    public void CMP0103_a_stream_from_elsewhere() => Check.Finds("CMP0103", Examples.File("""
        [Query]
        static IStream<Trade> Q([Json] IStream<Trade> trades) => [|Other(trades)|].Where(t => t.Amount > 1);

        static IStream<Trade> Other(IStream<Trade> trades) => trades;
        """));

    [Fact]
    public void CMP0103_a_conditional_between_streams() =>
        Check.Finds("CMP0103", Examples.File("[Query]\nstatic IStream<Trade> Q([Json] IStream<Trade> a, [Json] IStream<Trade> b, bool first) => [|first ? a : b|];"));

    [Fact]
    public void CMP0104_a_lambda_with_statements() =>
        Check.FindsOnly("CMP0104", Examples.Append("trades.Select(t => { double x = t.Amount; return x; })", "double"));

    [Fact]
    public void CMP0104_not_a_conditional_or_a_static_method() =>
        Check.Clean(Examples.Append("trades.Select(t => t.Amount > 1 ? Math.Floor(t.Amount) : t.Quantity)", "double"));

    [Fact]
    public void CMP0106_inputs_of_one_name() => Check.FindsOnly("CMP0106", Examples.File("""
        [Query]
        static IStream<Trade> A([Json] IStream<Trade> trades) => trades;

        [Query]
        static IStream<Trade> B([Csv] IStream<Trade> trades) => trades;
        """));

    [Fact]
    public void CMP0106_not_two_inputs_of_two_names() => Check.Clean(Examples.File("""
        [Query]
        static IStream<Trade> A([Json] IStream<Trade> trades) => trades;

        [Query]
        static IStream<Trade> B([Csv] IStream<Trade> booked) => booked;
        """));

    [Fact]
    public void CMP0107_a_query_that_uses_itself() =>
        Check.Finds("CMP0107", Examples.File("[Query]\nstatic IStream<Trade> Q([Json] IStream<Trade> trades) => [|Q(trades)|].Where(t => t.Amount > 1);"));

    [Fact]
    public void CMP0107_not_a_query_that_is_used_twice() => Check.Clean(Examples.File("""
        [Query]
        static IStream<Trade> A([Json] IStream<Trade> trades) => trades.Where(t => t.Amount > 1);

        [Query]
        static IStream<Trade> B([Json] IStream<Trade> trades) => A(trades).Union(A(trades));
        """));

    [Fact]
    public void CMP0201_is_told_once_of_rows_that_are_delivered_as_they_came() =>
        Check.FindsOnly("CMP0201", Examples.File("[Query]\nstatic IStream<IDisposable> Q([Json] IStream<IDisposable> rows) => rows;"));

    [Fact]
    public void CMP0201_rows_of_a_type_without_columns() =>
        Check.FindsOnly("CMP0201", Examples.File("[Query]\nstatic IStream<int> Q([Json] IStream<IDisposable> rows) => rows.Select(r => 1);"));

    [Fact]
    public void CMP0202_a_key_that_is_a_list() =>
        Check.FindsOnly("CMP0202", Examples.File("[Query(OutputMode.Complete)]\nstatic IStream<long> Q([Json] IStream<Order> orders) => orders.GroupBy(o => o.Items).Select(g => g.Count());"));

    [Fact]
    public void CMP0202_not_a_key_of_two_columns() =>
        Check.Clean(Examples.Complete("trades.GroupBy(t => (t.Broker, t.Quantity)).Select(g => new Total(g.Key.Broker, g.Sum(t => t.Amount)))"));

    [Fact]
    public void CMP0203_an_aggregate_without_order() =>
        Check.Finds("CMP0203", Examples.Complete("trades.GroupBy(t => t.Broker).Select(g => [|g.Max(t => new Total(t.Broker, t.Amount))|].Amount)", "double"));

    [Fact]
    public void CMP0204_a_string_is_a_remark_and_no_error() =>
        Check.FindsOnly("CMP0204", Examples.File("public readonly record struct Named(string Name);\n\n[Query]\nstatic IStream<Named> Q([Json] IStream<Named> rows) => rows;"));

    [Fact]
    public void CMP0205_a_list_as_a_value() =>
        Check.FindsOnly("CMP0205", Examples.File("[Query]\nstatic IStream<bool> Q([Json] IStream<Order> orders) => orders.Select(o => o.Items.Equals(o.Items));"));

    [Fact]
    public void CMP0205_not_a_list_that_is_counted() =>
        Check.Clean(Examples.File("[Query]\nstatic IStream<int> Q([Json] IStream<Order> orders) => orders.Select(o => o.Items.Count);"));

    [Theory]
    [InlineData("\"10 minuts\"")]
    [InlineData("\"minutes\"")]
    [InlineData("\"\"")]
    [InlineData("\"-5 minutes\"")]
    public void CMP0301_a_malformed_duration(string duration) =>
        Check.Finds("CMP0301", Examples.Append($"trades.WithWatermark(t => t.Time, [|{duration}|])"));

    [Fact]
    public void CMP0301_a_malformed_window() => Check.Finds("CMP0301", Examples.Complete(
        """trades.GroupBy(t => t.Broker, Window.Tumbling([|"a while"|])).Select(g => new Total(g.Key, g.Sum(t => t.Amount)))"""));

    [Theory]
    [InlineData("10 minutes")]
    [InlineData("1 hour 30 minutes")]
    [InlineData("250 milliseconds")]
    [InlineData("1 day")]
    public void CMP0301_not_a_duration_of_several_units(string duration) =>
        Check.Clean(Examples.Append($"trades.WithWatermark(t => t.Time, \"{duration}\")"));

    [Fact]
    public void CMP0302_a_window_without_time() => Check.Finds("CMP0302", Examples.File("""
        public readonly record struct Plain(DateTimeOffset At, double Amount);

        [Query(OutputMode.Complete)]
        static IStream<double> Q([Json] IStream<Plain> rows) => rows.GroupBy([|Window.Tumbling("1 hour")|]).Select(g => g.Sum(r => r.Amount));
        """));
}
