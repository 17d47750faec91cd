namespace Compiled.Analyzers.Tests;

public class NullTextTests
{
    private const string Rest = """[Query] static IStream<Trade> Q([Json] IStream<Trade> trades) => trades.Where(t => t.Amount > 1); """;

    [Theory]
    [InlineData("static Utf8String? F(bool b) => b ? [|null|] : new Utf8String(\"x\");")]
    [InlineData("static Utf8String F() => [|null|];")]
    [InlineData("static Utf8String F(int i) => i switch { 1 => new Utf8String(\"one\"), _ => [|null|] };")]
    public void Null_by_way_of_string_is_told(string member) => Check.Finds("CMP0206", Examples.File(Rest + member));

    [Theory]
    [InlineData("static Utf8String? F(bool b) => b ? (Utf8String?)null : new Utf8String(\"x\");")]
    [InlineData("static Utf8String? F() => null;")]
    [InlineData("static Utf8String F() => \"\";")]
    [InlineData("static string? F(bool b) => b ? null : \"x\";")]
    [InlineData("static Utf8String F(bool b) => b ? default : new Utf8String(\"x\");")]
    public void A_null_that_stays_one_is_right(string member) => Check.Clean(Examples.File(Rest + member));

    [Fact]
    public void In_a_query_the_parser_tells() => Check.FindsOnly(
        "CMP0104", Examples.File("[Query] static IStream<Utf8String> Q([Json] IStream<Trade> trades) => trades.Select(t => t.Amount > 1 ? null : t.Broker);"));
}
