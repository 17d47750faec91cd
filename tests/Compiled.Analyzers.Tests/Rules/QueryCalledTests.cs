namespace Compiled.Analyzers.Tests;

public class QueryCalledTests
{
    private const string Pipeline = """
        [Pipeline]
        public static partial class Totals
        {
            [Query]
            internal static IStream<Trade> Large([Json] IStream<Trade> trades) => trades.Where(t => t.Amount > 1000);

            [Query]
            static IStream<double> Amounts([Json] IStream<Trade> trades) => Large(trades).Select(t => t.Amount);
        }

        """;

    [Fact]
    public void A_call_from_a_method_is_an_error() =>
        Check.Finds("CMP0105", Examples.File(Pipeline + "static class User { static void Run(IStream<Trade> trades) { _ = [|Totals.Large(trades)|]; } }"));

    [Fact]
    public void So_is_a_delegate() =>
        Check.Finds("CMP0105", Examples.File(Pipeline + "static class User { static Func<IStream<Trade>, IStream<Trade>> F = [|Totals.Large|]; }"));

    [Fact]
    public void Whoever_wants_the_exception_may_silence_it() => Check.Clean(
        Examples.File(Pipeline + "static class User\n{\n#pragma warning disable CMP0105 // throws\nstatic void Run(IStream<Trade> trades) { _ = Totals.Large(trades); }\n#pragma warning restore CMP0105\n}\n"));

    [Fact]
    public void A_query_may_use_another_and_names_may_be_named() =>
        Check.Clean(Examples.File(Pipeline + "static class User { const string Name = nameof(Totals.Large); }"));

    [Fact]
    public void A_method_of_the_same_name_is_none() =>
        Check.Clean(Examples.File(Pipeline + "static class Other { static int Large(int x) => x; static int Run() => Large(1); }"));
}
