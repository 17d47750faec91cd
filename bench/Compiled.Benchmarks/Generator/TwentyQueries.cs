using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Benchmarks.Generator;

/// <summary>A project of one class with twenty queries over one input, and another file to edit.</summary>
internal static class TwentyQueries
{
    public const int Count = 20;

    public static CSharpCompilation Compilation()
    {
        StringBuilder source = new("""
            using System;
            using Compiled;
            public readonly record struct Trade([property: EventTime(Unit = TimeUnit.Milliseconds)] DateTimeOffset CreatedTime, Utf8String Type, double Amount, Utf8String BrokerCode, Utf8String Symbol, int Quantity);
            public readonly record struct Total(DateTimeOffset Start, Utf8String Key, double Buy, double Sell, long Count);
            [Pipeline]
            public static partial class Trades
            {

            """);
        for (int i = 0; i < Count; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $$"""
                    [Query(OutputMode.Update)]
                    static IStream<Total> Q{{i}}([Csv] IStream<Trade> trades) => trades
                        .Where(t => t.Quantity > {{i}} && t.Amount < 1000000)
                        .WithWatermark(t => t.CreatedTime, "30 minutes")
                        .GroupBy(t => {{(i % 2 == 0 ? "t.BrokerCode" : "t.Symbol")}}, Window.Tumbling("{{i + 1}} minutes"))
                        .Select(g => new Total(g.Window.Start, g.Key, g.Sum(t => t.Type == "BUY" ? t.Amount : 0), g.Sum(t => t.Type == "SELL" ? t.Amount : 0), g.Count()));

                """);
        }

        source.Append('}');
        return CSharpCompilation.Create(
            "Twenty",
            [CSharpSyntaxTree.ParseText(source.ToString()), CSharpSyntaxTree.ParseText("class Elsewhere { int A() => 0; }")],
            ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    public static Compilation EditBody(Compilation compilation, int edit) => Edit(compilation, $"class Elsewhere {{ int A() => {edit}; }}");

    public static Compilation EditDeclaration(Compilation compilation, int edit) => Edit(compilation, $"class Elsewhere {{ int A{edit}() => 0; }}");

    private static Compilation Edit(Compilation compilation, string text) => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.Last(), CSharpSyntaxTree.ParseText(text));
}
