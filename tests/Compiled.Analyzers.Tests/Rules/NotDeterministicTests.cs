namespace Compiled.Analyzers.Tests;

public class NotDeterministicTests
{
    [Theory]
    [InlineData("DateTimeOffset.UtcNow.Year")]
    [InlineData("DateTime.Now.Year", "DateTime.Now")]
    [InlineData("Environment.TickCount")]
    [InlineData("Random.Shared.Next()", "Random.Shared.Next()")]
    [InlineData("new Random().Next()", "new Random().Next()")]
    [InlineData("Guid.NewGuid().Version", "Guid.NewGuid()")]
    public void Clocks_random_numbers_and_the_environment_are_told(string expression, string? told = null)
    {
        told ??= expression.Replace(".Year", "", StringComparison.Ordinal);
        Finds(Examples.Append("trades.Select(t => " + expression.Replace(told, "[|" + told + "|]", StringComparison.Ordinal) + ")", "int"));
    }

    [Fact]
    public void Also_in_aggregates_and_query_syntax()
    {
        Finds(Examples.Complete("trades.GroupBy(t => t.Broker).Select(g => new Total(g.Key, g.Sum(t => t.Amount * [|Environment.ProcessorCount|])))"));
        Finds(Examples.Append("from t in trades where t.Time > [|DateTimeOffset.UtcNow|] select t"));
    }

    [Fact]
    public void Also_through_a_method_of_ones_own_once()
    {
        string finding = Finds(Examples.File("""
            [Query]
            static IStream<int> Q([Json] IStream<Trade> trades) => trades.Select(t => [|Salt(t.Quantity)|]);

            static int Salt(int x) => x + Environment.TickCount;
            """));
        Assert.Contains("Salt (through Environment.TickCount)", finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Also_through_a_method_in_another_file()
    {
        string query = Examples.File("[Query]\nstatic IStream<int> Q([Json] IStream<Trade> trades) => trades.Select(t => Other.Salt(t.Quantity));");
        string other = "public static class Other { public static int Salt(int x) => x + System.Environment.TickCount; }";
        Assert.Equal(["CMP0701"], Judge.Findings(query, other).Select(d => d.Id));
    }

    [Fact]
    public void A_pragma_silences_it() => Check.Clean(Examples.Append("trades.Select(t => Environment.TickCount)", "int")
        .Replace("[Query(", "#pragma warning disable CMP0701 // measured, not delivered\n[Query(", StringComparison.Ordinal));

    [Fact]
    public void A_constant_date_a_parameter_and_a_method_of_arithmetic_are_right() => Check.Clean(Examples.File("""
        [Query]
        static IStream<double> Q([Json] IStream<Trade> trades, double factor) => trades.Where(t => t.Time > DateTimeOffset.UnixEpoch).Select(t => Scale(t.Amount) * factor);

        static double Scale(double x) => Math.Sqrt(x);
        """));

    [Fact]
    public void Code_that_is_no_query_may_ask_the_clock() => Check.Clean(
        Examples.Append("trades.Where(t => t.Amount > 1)").Replace("[Query(", "static DateTime Now() => DateTime.UtcNow;\n[Query(", StringComparison.Ordinal));

    private static string Finds(string marked) => Check.Finds("CMP0701", marked).GetMessage();
}
