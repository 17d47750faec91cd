using Compiled.Generator.Plan;

namespace Compiled.Generator.Tests.Plan;

public sealed class StateSchemaTests
{
    [Fact]
    public void Lists_watermarks_groups_keys_aggregates_and_types() => Assert.Equal(
        """
        state schema 1
        watermark 0: $0.CreatedTime
        groups 0
          window Tumbling 9000000000 offset 0 over $0.CreatedTime
          Sum(if(($0.Type == "BUY"), $0.Amount, 0L)): Int64
          Sum(if(($0.Type == "SELL"), $0.Amount, 0L)): Int64
        watermark 1: $0.CreatedTime
        groups 1
          window Tumbling 9000000000 offset 0 over $0.CreatedTime
          Sum(if(($0.Type == "BUY"), $0.Amount, 0L)): Int64
          Sum(if(($0.Type == "SELL"), $0.Amount, 0L)): Int64

        """,
        Schema(Samples.Trades));

    [Fact]
    public void Names_that_do_not_matter_leave_no_trace()
    {
        string renamed = Samples.Trades
            .Replace("g.Sum(t => t.Type", "g.Sum(row => row.Type", StringComparison.Ordinal)
            .Replace("? t.Amount", "? row.Amount", StringComparison.Ordinal)
            .Replace("Total(", "WindowTotal(", StringComparison.Ordinal)
            .Replace("Total>", "WindowTotal>", StringComparison.Ordinal)
            .Replace("(WindowTotal t)", "(WindowTotal t)", StringComparison.Ordinal)
            .Replace("Add(Total", "Add(WindowTotal", StringComparison.Ordinal)
            .Replace("Totals(", "Sums(", StringComparison.Ordinal)
            .Replace("\"30 minutes\"", "\"1 hour\"", StringComparison.Ordinal);

        Assert.Equal(Schema(Samples.Trades), Schema(renamed));
    }

    [Theory]
    [InlineData("\"15 minutes\"", "\"20 minutes\"")]
    [InlineData("\"BUY\"", "\"BOUGHT\"")]
    [InlineData("Trade(DateTimeOffset CreatedTime, Utf8String Type, long Amount", "Trade(DateTimeOffset CreatedTime, Utf8String Type, int Amount")]
    [InlineData(".GroupBy(Window", ".GroupBy(t => t.BrokerCode, Window")]
    public void What_changes_the_state_changes_the_schema(string old, string changed)
    {
        Assert.Contains(old, Samples.Trades, StringComparison.Ordinal);
        Assert.NotEqual(Schema(Samples.Trades), Schema(Samples.Trades.Replace(old, changed, StringComparison.Ordinal)));
    }

    [Fact]
    public void Parts_of_a_key_are_listed_and_the_type_that_joins_them_is_not()
    {
        const string Source = """
            public record struct Row(int A, Utf8String? B, double V);
            public record struct Sum(double V);
            public record struct KEY(int A, Utf8String? B);
            [Pipeline] public static partial class P
            {
                [Query(OutputMode.Update)] static IStream<Sum> Q([Csv] IStream<Row> rows) => rows.GroupBy(r => NEW(r.A, r.B)).Select(g => new Sum(g.Sum(r => r.V)));
            }
            """;
        string tuple = Schema(Source.Replace("NEW", "", StringComparison.Ordinal));

        Assert.Contains("  key $0.A: Int32\n  key $0.B: Text?\n  Sum($0.V): Double\n", tuple, StringComparison.Ordinal);
        Assert.Equal(tuple, Schema(Source.Replace("NEW", "new KEY", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_fold_over_a_stream_is_state()
    {
        string schema = Schema("""
            public record struct Row(int V);
            public record struct Acc(long Sum, int? Last);
            [Pipeline] public static partial class P
            {
                static Acc Add(Acc acc, Row r) => new(acc.Sum + r.V, r.V);
                [Query] static IStream<Acc> Q([Csv] IStream<Row> rows) => rows.Scan(default(Acc), (a, r) => Add(a, r));
            }
            """);

        Assert.Equal("state schema 1\nfold 0: (Int64, Int32?)\n", schema);
    }

    private static string Schema(string source) => StateSchema.Of(TestCompilation.Plan(source));
}
