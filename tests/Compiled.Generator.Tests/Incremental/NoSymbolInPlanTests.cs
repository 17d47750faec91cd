using System.Collections;
using System.Reflection;
using Compiled.Generator.Plan;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Incremental;

/// <summary>A symbol, tree or location in the model would keep a compilation alive and make every edit plan anew.</summary>
public sealed class NoSymbolInPlanTests
{
    private static readonly Type[] s_forbidden =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(Compilation), typeof(SemanticModel), typeof(IOperation), typeof(Location), typeof(AttributeData), typeof(Delegate),
    ];

    [Theory]
    [InlineData(nameof(Samples.WordCount))]
    [InlineData(nameof(Samples.Invoices))]
    [InlineData(nameof(Samples.Trades))]
    public void The_result_of_parsing_is_plain_data(string sample)
    {
        string source = (string)typeof(Samples).GetField(sample)!.GetRawConstantValue()!;
        ParseResult result = TestCompilation.Parse(source);

        Assert.Equal([], Forbidden(result));
    }

    [Fact]
    public void So_is_all_that_the_steps_hand_on()
    {
        GeneratorDriver driver = GeneratorRun.NewDriver().RunGenerators(TestCompilation.Create(Samples.Trades, Samples.Invoices));
        GeneratorRunResult run = driver.GetRunResult().Results.Single();
        object[] handed = new[] { StepNames.Parse, StepNames.Plan, StepNames.Emit }.SelectMany(s => run.TrackedSteps[s]).SelectMany(s => s.Outputs).Select(o => o.Value).ToArray();

        Assert.Equal("ParseResult ParseResult ParseResult ParseResult GeneratedFile GeneratedFile", string.Join(" ", handed.Select(h => h.GetType().Name)));
        Assert.Equal([], handed.SelectMany(Forbidden));
    }

    [Fact]
    public void The_walk_finds_what_it_looks_for()
    {
        CSharpCompilation compilation = TestCompilation.Create("class C;");

        Assert.Equal(["Value.Item2[0]"], Forbidden((1, new object[] { compilation })).Select(p => p.Split(' ')[0]));
    }

    [Fact]
    public void Two_parses_of_the_same_source_are_equal()
    {
        ParseResult first = TestCompilation.Parse(Samples.Invoices);
        ParseResult second = TestCompilation.Parse(Samples.Invoices);

        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotSame(first.Plan, second.Plan);
    }

    private static IEnumerable<string> Forbidden(object root)
    {
        List<string> found = [];
        Walk(root, "Value", new HashSet<object>(ReferenceEqualityComparer.Instance), found);
        return found;
    }

    private static void Walk(object? value, string path, HashSet<object> seen, List<string> found)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || (!value.GetType().IsValueType && !seen.Add(value)))
        {
            return;
        }

        if (s_forbidden.FirstOrDefault(f => f.IsInstanceOfType(value)) is { } forbidden)
        {
            found.Add($"{path} is a {forbidden.Name}");
            return;
        }

        if (value is IEnumerable items)
        {
            int index = 0;
            foreach (object? item in items)
            {
                Walk(item, $"{path}[{index++}]", seen, found);
            }

            return;
        }

        for (Type? type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen, found);
            }
        }
    }
}
