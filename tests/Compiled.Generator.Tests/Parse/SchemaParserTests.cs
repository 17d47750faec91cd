using Compiled.Generator.Parse;
using Compiled.Generator.Plan;
using Compiled.Generator.Plan.Checks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Generator.Tests.Parse;

public sealed class SchemaParserTests
{
    [Theory]
    [InlineData("public record struct Row(int A, string? B);", RowConstruction.Constructor, "A Int32 int|B String string?")]
    [InlineData("public readonly record struct Row(int A);", RowConstruction.Constructor, "A Int32 int")]
    [InlineData("public record Row(int A, long? B);", RowConstruction.Constructor, "A Int32 int|B Int64 long?")]
    [InlineData("public record Base(int A); public record Row(int A, int B) : Base(A);", RowConstruction.Constructor, "A Int32 int|B Int32 int")]
    [InlineData("public class Row { public int A { get; set; } public double B { get; init; } public string C => \"\"; private int D { get; set; } }", RowConstruction.Initializer, "A Int32 int|B Double double")]
    [InlineData("public struct Row { public float A; public byte B; }", RowConstruction.Initializer, "A Single float|B Byte byte")]
    [InlineData("public class Base { public int A { get; set; } } public class Row : Base { public int B { get; set; } }", RowConstruction.Initializer, "A Int32 int|B Int32 int")]
    [InlineData("public class Row(int a, int b) { public int A { get; } = a; public int B => b; }", RowConstruction.Constructor, "A Int32 int|B Int32 int")]
    [InlineData("public record struct Row(int A) { public int B { get; set; } }", RowConstruction.Initializer, "A Int32 int|B Int32 int")]
    [InlineData("public record struct Row(DateTimeOffset A, DateTime B, DateOnly C, TimeSpan D, decimal E, bool F);", RowConstruction.Constructor, "A DateTimeOffset global::System.DateTimeOffset|B DateTime global::System.DateTime|C DateOnly global::System.DateOnly|D TimeSpan global::System.TimeSpan|E Decimal decimal|F Boolean bool")]
    [InlineData("public record struct In(int X); public record struct Row(In A, In? B, Rows<In> C, Rows<int> D, Rows<Utf8String?> E);", RowConstruction.Constructor, "A Record global::In (X Int32 int)|B Record global::In? (X Int32 int)|C List global::Compiled.Rows<global::In> (X Int32 int)|D List global::Compiled.Rows<int> (Value Int32 int)|E List global::Compiled.Rows<global::Compiled.Utf8String?> (Value Text global::Compiled.Utf8String?)")]
    [InlineData("public record class In(int X); public record struct Row(In A, In? B, (int P, int Q) C);", RowConstruction.Constructor, "A Record global::In (X Int32 int)|B Record global::In? (X Int32 int)|C Record (int P, int Q) (P Int32 int|Q Int32 int)")]
    public void Reads_members_types_and_construction(string declaration, RowConstruction construction, string columns)
    {
        RowSchema row = InputRow(declaration);

        Assert.Equal(construction, row.Construction);
        Assert.Equal(columns, Describe(row));
    }

    [Fact]
    public void Attributes_rename_and_date()
    {
        RowSchema row = InputRow("""
            public record struct Row(
                [property: Column("a-b")] int A,
                [Column("b b")] int B,
                [property: System.Text.Json.Serialization.JsonPropertyName("c")] int C,
                [EventTime(Pattern = "yyyy-MM-dd")] DateTimeOffset D,
                [property: DateFormat(Unit = TimeUnit.Nanoseconds)] DateTime? E,
                [property: DateFormat] DateTime F);
            """);

        Assert.Equal(["a-b", "b b", "c", "D", "E", "F"], row.Columns.Select(c => c.DataName));
        Assert.Equal([false, false, false, true, false, false], row.Columns.Select(c => c.IsEventTime));
        Assert.Equal(new DateEncoding(DateUnit.Text, "yyyy-MM-dd"), row.Find("D")!.Date);
        Assert.Equal(new DateEncoding(DateUnit.Nanoseconds, null), row.Find("E")!.Date);
        Assert.Null(row.Find("F")!.Date);
    }

    [Fact]
    public void Rows_that_are_one_value_have_one_column()
    {
        RowSchema row = InputRow("", "int?");

        Assert.Equal((RowConstruction.Scalar, "int?", "Value Int32 int?"), (row.Construction, row.Type, Describe(row)));
    }

    [Fact]
    public void Tuples_are_rows()
    {
        RowSchema row = InputRow("", "(int A, string B)");

        Assert.Equal((RowConstruction.Constructor, "A Int32 int|B String string"), (row.Construction, Describe(row)));
    }

    [Fact]
    public void Where_nothing_is_said_of_null_a_reference_is_not_nullable()
    {
        CSharpCompilation compilation = TestCompilation.Create(NullableContextOptions.Disable, Pipeline("public record class In(string X); public record class Row(string A, In B);", "Row"));
        PipelinePlan plan = TestCompilation.Parse(compilation, mustCompile: true).Plan!;

        Assert.Equal([false, false], plan.Inputs[0].Row.Columns.Select(c => c.IsNullable));
    }

    [Fact]
    public void Rows_of_another_assembly_are_read_alike()
    {
        const string Types = """
            public record struct Row(int A, [property: EventTime] DateTimeOffset At) { public static Row Make(int a) => new(a, default); }
            public record Person(string Name, int? Age);
            """;
        using MemoryStream image = new();
        Assert.True(TestCompilation.Create(Types).Emit(image).Success);
        CSharpCompilation compilation = TestCompilation.Create("""
            public record struct X(int V);
            [Pipeline] public static partial class P
            {
                [Query] static IStream<X> Q(IStream<Row> rows) => rows.Select(r => new Row(r.A, r.At)).Select(r => new X(r.A));
                [Query] static IStream<Person> R(IStream<Person> people) => people.Where(p => p.Age > 3);
            }
            """).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        PipelinePlan plan = TestCompilation.Parse(compilation, mustCompile: true).Plan!;

        Assert.Equal((RowConstruction.Constructor, "A Int32 int|At DateTimeOffset global::System.DateTimeOffset"), (plan.Inputs[0].Row.Construction, Describe(plan.Inputs[0].Row)));
        Assert.Equal((RowConstruction.Constructor, "Name String string|Age Int32 int?"), (plan.Inputs[1].Row.Construction, Describe(plan.Inputs[1].Row)));
        var select = (Generator.Plan.Operators.ProjectOperator)plan.Queries[0].Root.Sources[0];
        Assert.Equal(["A", "At"], ((NewExpression)select.Selector.Body).Members);
    }

    [Theory]
    [InlineData("public record struct Row(int A, Guid B);", "'B' of 'Row'")]
    [InlineData("public record struct Row(int A, int[] B);", "'B' of 'Row'")]
    [InlineData("public record struct Row(int A, List<int> B);", "'B' of 'Row'")]
    [InlineData("public enum E { X } public record struct Row(int A, E B);", "enum")]
    [InlineData("public record Row(int A, Row? Next);", "contains itself")]
    [InlineData("public record struct Deep(Guid G); public record struct Row(int A, Deep B);", "'G' of 'Deep'")]
    [InlineData("public record struct Row(Rows<int>? A);", "nullable list")]
    [InlineData("public class Row { public Row(int x) { } public int A { get; set; } }", "can be built neither")]
    [InlineData("public class Row { public int A => 1; }", "read-only")]
    [InlineData("public abstract class Row { public int A { get; set; } }", "abstract")]
    [InlineData("public interface Row { int A { get; set; } }", "no record, class or struct")]
    [InlineData("public record struct Row([property: EventTime] int A);", "[EventTime] but is no")]
    [InlineData("public record struct Row([property: EventTime] DateTime A, [property: EventTime] DateTime B);", "more than one [EventTime]")]
    [InlineData("public record struct Row(int A, [property: Column(\"A\")] int B);", "both read from 'A'")]
    public void Says_which_member_hinders(string declaration, string reason)
    {
        CSharpCompilation compilation = TestCompilation.Create(Pipeline(declaration, "Row"));
        ParseResult result = TestCompilation.Parse(compilation, mustCompile: true);

        Finding finding = Assert.Single(result.Findings, f => f.RuleId == RuleIds.RowType);
        Assert.Equal("IStream<Row>", TestCompilation.TextAt(compilation, finding.Place));
        Assert.Contains(reason, finding.Arguments[0], StringComparison.Ordinal);
        Assert.True(result.HasErrors);
    }

    [Theory]
    [InlineData("[Text]", "public record struct Row(int A);", "a line of text")]
    [InlineData("[Csv]", "public record struct Row(Rows<int> A);", "'A' is a list")]
    [InlineData("[Csv]", "public record struct In(int X); public record struct Row(In A);", "'A' is a nested record")]
    [InlineData("[Binary]", "public record struct Row(Utf8String A);", "'A' has no fixed size")]
    [InlineData("[Binary]", "public record struct Row(int? A);", "'A' is nullable")]
    public void Says_what_a_format_cannot_carry(string format, string declaration, string reason)
    {
        ParseResult result = TestCompilation.Parse(Pipeline(declaration, "Row").Replace("IStream<Row> rows", format + " IStream<Row> rows", StringComparison.Ordinal));

        Finding finding = Assert.Single(result.Findings, f => f.RuleId == RuleIds.RowType);
        Assert.Contains(reason, finding.Arguments[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_string_is_worth_knowing_and_no_error()
    {
        ParseResult result = TestCompilation.Parse(Pipeline("public record struct In(string X); public record struct Row(string A, Rows<In> B);", "Row"));

        Assert.Equal(["'A'", "'B.X'"], result.Findings.Where(f => f.RuleId == RuleIds.StringAllocates).Select(f => f.Arguments[0].Split(' ')[2]));
        Assert.False(result.HasErrors);
    }

    private static RowSchema InputRow(string declaration, string row = "Row")
    {
        ParseResult result = TestCompilation.Parse(Pipeline(declaration, row));
        Assert.DoesNotContain(result.Findings, f => f.RuleId != RuleIds.StringAllocates);
        return result.Plan!.Inputs[0].Row;
    }

    private static string Pipeline(string declaration, string row) => $$"""
        {{declaration}}
        public record struct X(int V);
        [Pipeline] public static partial class P
        {
            static int One() => 1;
            [Query] static IStream<X> Q(IStream<{{row}}> rows) => rows.Select(r => new X(One()));
        }
        """;

    private static string Describe(RowSchema row) =>
        string.Join("|", row.Columns.Select(c => $"{c.Member} {c.Kind} {c.Type}{(c.Nested is null ? "" : $" ({Describe(c.Nested)})")}"));
}
