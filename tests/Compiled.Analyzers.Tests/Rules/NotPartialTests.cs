using Compiled.CodeFixes;

namespace Compiled.Analyzers.Tests;

public class NotPartialTests
{
    private const string Query = """
            [Query]
            static IStream<Trade> Large([Json] IStream<Trade> trades) => trades.Where(t => t.Amount > 1000);
        }
        """;

    [Fact]
    public void A_class_that_is_not_partial_is_told_and_mended()
    {
        string wrong = Examples.File("[Pipeline]\npublic static class [|Totals|]\n{\n" + Query);
        string right = Examples.File("[Pipeline]\npublic static partial class Totals\n{\n" + Query);
        Check.Finds("CMP0101", wrong);
        Fix.Turns(new AddPartialFix(), Marked.Parse(wrong).Source, right);
    }

    [Fact]
    public void The_types_around_it_must_be_partial_too()
    {
        string wrong = Examples.File("public class Outer\n{\n[Pipeline]\npublic static partial class Totals\n{\n" + Query + "\n}");
        string right = Examples.File("public partial class Outer\n{\n[Pipeline]\npublic static partial class Totals\n{\n" + Query + "\n}");
        Check.FindsOnly("CMP0101", wrong);
        Fix.Turns(new AddPartialFix(), wrong, right);
    }

    [Fact]
    public void A_class_without_modifiers_keeps_its_comment()
    {
        string wrong = Examples.File("// totals\n[Pipeline]\n/* here */ class Totals\n{\n" + Query);
        string right = Examples.File("// totals\n[Pipeline]\n/* here */ partial class Totals\n{\n" + Query);
        Fix.Turns(new AddPartialFix(), wrong, right);
    }

    [Fact]
    public void A_class_without_the_attribute_need_not_be_partial() =>
        Check.Clean(Examples.File("[Pipeline]\npublic static partial class Totals\n{\n" + Query + "\npublic static class Other;"));
}
