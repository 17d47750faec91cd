using System.Text;
using Compiled.Generator.Plan;
using static Compiled.Generator.Tests.Emit.JsonDecoderSchema;

namespace Compiled.Generator.Tests.Emit;

/// <summary>What a decoder makes of single rows.</summary>
public sealed class JsonDecoderEmitterTests
{
    private static readonly PhysicalInput Simple = Input(Value("A", ColumnKind.Int32), Value("B", ColumnKind.Text), Value("C", ColumnKind.Double, nullable: true));

    [Theory]
    [InlineData("""{"A":1,"B":"x","C":2.5}""", "A=1;B='x';C=2.5;")]
    [InlineData("""{"C":2.5,"B":"x","A":1}""", "A=1;B='x';C=2.5;")]
    [InlineData("""{"A":1,"B":"x"}""", "A=1;B='x';C=null;")]
    [InlineData("""{"A":1,"B":"x","C":null}""", "A=1;B='x';C=null;")]
    [InlineData(""" { "A" : 1 , "B" : "x" , "D" : [ 1 , {"A":2} ] } """, "A=1;B='x';C=null;")]
    [InlineData("""{"A":1,"A":2,"B":"x","B":"y"}""", "A=2;B='y';C=null;")]
    [InlineData("""{"A":-0,"B":"","C":-0.5e-3}""", "A=0;B='';C=-0.0005;")]
    [InlineData("""{"\u0041":7,"B":"\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t"}""", "A=7;B='é😀\"\\/\b\f\n\r\t';C=null;")]
    [InlineData("""{"a":0,"A ":0,"A":2147483647,"B":"ü","AA":{"B":"no"}}""", "A=2147483647;B='ü';C=null;")]
    public void Row_is_read(string row, string expected)
    {
        JsonDecoderRun run = JsonDecoderRun.Decode(Simple, row);
        Assert.Empty(run.Reasons);
        Assert.Equal([expected], run.Rows);
    }

    [Theory]
    [InlineData("""{"A":1}""", "member 'B' is missing")]
    [InlineData("""{"A":null,"B":"x"}""", "member 'A': expected a whole number of 32 bits, found 'null,\"B\":\"x\"}'")]
    [InlineData("""{"A":12.0,"B":"x"}""", "member 'A': expected a whole number")]
    [InlineData("""{"A":"12","B":"x"}""", "member 'A': expected a whole number")]
    [InlineData("""{"A":2147483648,"B":"x"}""", "member 'A': expected a whole number of 32 bits")]
    [InlineData("""{"A":01,"B":"x"}""", "member 'A': expected a whole number")]
    [InlineData("""{"A":+1,"B":"x"}""", "member 'A': expected a whole number")]
    [InlineData("""{"A":1,"B":5}""", "member 'B': expected text, found '5}'")]
    [InlineData("""{"A":1,"B":null}""", "member 'B': expected text, found 'null}'")]
    [InlineData("{\"A\":1,\"B\":\"a\u0001b\"}", "member 'B': expected text in UTF-8")]
    [InlineData("{\"A\":1,\"B\":\"a\0b\"}", "member 'B': expected text in UTF-8")]
    [InlineData("""{"A":1,"B":"\ud800"}""", "member 'B': expected text in UTF-8")]
    [InlineData("""{"A":1,"B":"\x"}""", "member 'B': expected text in UTF-8")]
    [InlineData("""{"A":1,"B":"x"} {}""", "expected the end of the row, found '{}'")]
    [InlineData("""{"A":1,"B":"x"},""", "expected the end of the row")]
    [InlineData("""{"A":1,"B":"x",}""", "expected a member's name")]
    [InlineData("""{"A":1 "B":"x"}""", "expected ',' or the closing bracket")]
    [InlineData("""{"A":1,"B":"x" """, "expected ',' or the closing bracket, found the end of the row")]
    [InlineData("""{"A":1,"B":"x""", "member 'B': expected text that ends")]
    [InlineData("""{"A" 1,"B":"x"}""", "member 'A': expected ':'")]
    [InlineData("""[1]""", "expected an object, found '[1]'")]
    [InlineData("""null""", "expected an object")]
    [InlineData("""{"A":1,"B":"x","C":.5}""", "member 'C': expected a number")]
    [InlineData("""{"A":1,"B":"x","C":1.}""", "member 'C': expected a number")]
    [InlineData("""{"A":1,"B":"x","C":NaN}""", "member 'C': expected a number")]
    [InlineData("""{"A":1,"B":"x","D":[1,{]}}""", "member 'D': expected a value")]
    [InlineData("""{"A":1,"B":"x","D":}""", "member 'D': expected a value")]
    public void Malformed_row_is_reported_with_its_reason(string row, string reason)
    {
        JsonDecoderRun run = JsonDecoderRun.Decode(Simple, "{\"A\":1,\"B\":\"before\"}\n" + row + "\r\n{\"A\":2,\"B\":\"after\"}");
        Assert.Equal(["A=1;B='before';C=null;", "A=2;B='after';C=null;"], run.Rows);
        Assert.Equal([21L], run.Malformed);
        Assert.Equal([row], run.Raw);
        Assert.StartsWith(reason, run.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_utf8_in_read_text_is_malformed_and_in_skipped_text_is_not()
    {
        byte[] bytes = [.. "{\"A\":1,\"B\":\""u8, 0xC3, 0x28, .. "\"}\n{\"A\":1,\"B\":\"x\",\"D\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        JsonDecoderRun run = JsonDecoderRun.Decode(Simple, bytes, 10);
        Assert.Equal(["A=1;B='x';C=null;"], run.Rows);
        Assert.Equal([0L], run.Malformed);
    }

    [Fact]
    public void Mark_blank_lines_and_a_last_line_without_newline()
    {
        JsonDecoderRun run = JsonDecoderRun.Decode(Simple, "\uFEFF\n{\"A\":1,\"B\":\"x\"}\r\n\r\n  \t\n{\"A\":2,\"B\":\"x\"}");
        Assert.Empty(run.Malformed);
        Assert.Equal(["A=1;B='x';C=null;", "A=2;B='x';C=null;"], run.Rows);
    }

    [Fact]
    public void Nesting_closed_early_is_another_layout()
    {
        PhysicalInput input = Input(Record("A", false, Value("B", ColumnKind.Int32)), Value("C", ColumnKind.Int32, nullable: true));
        JsonDecoderRun run = JsonDecoderRun.Decode(
            input,
            """
            {"A":{"B":1,"C":2}}
            {"A":{"B":3,"C":4}}
            {"A":{"B":1},"C":2}
            {"A":{"B":1},"C":2}}
            {"A":{"B":5,"C":6}}
            """.ReplaceLineEndings("\n"));
        Assert.Equal(["A={B=1;};C=null;", "A={B=3;};C=null;", "A={B=1;};C=2;", "A={B=5;};C=null;"], run.Rows);
        Assert.Single(run.Malformed);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Skipped_values_may_be_64_deep(int depth, bool isRead)
    {
        foreach (string inner in new[] { "1", "\"x\"" })
        {
            string row = $"{{\"A\":1,\"B\":\"x\",\"D\":{new string('[', depth)}{inner}{new string(']', depth)}}}";
            string flat = $"{{\"A\":1,\"B\":\"x\",\"D\":{new string('[', 40)}{inner}{new string(']', 40)}}}";
            JsonDecoderRun run = JsonDecoderRun.Decode(Simple, flat + "\n" + row);
            Assert.Equal(isRead ? 2 : 1, run.Rows.Count);
        }
    }

    [Fact]
    public void Depth_counts_brackets_around_a_part_that_may_vary()
    {
        string Row(int depth) => $"{{\"A\":1,\"B\":\"x\",\"D\":{{\"s\":\"t\",\"e\":{new string('[', depth)}{new string(']', depth)}}}}}";
        JsonDecoderRun run = JsonDecoderRun.Decode(Simple, Row(1) + "\n" + Row(63) + "\n" + Row(64) + "\n" + Row(2));
        Assert.Equal(3, run.Rows.Count);
        Assert.Single(run.Malformed);
    }

    [Fact]
    public void A_row_longer_than_a_block_is_read()
    {
        string filler = string.Concat(Enumerable.Repeat("ab\\\"é[{", 20_000));
        string text = string.Join("\n", Enumerable.Range(0, 5).Select(i => $"{{\"D\":[\"{filler}\"],\"A\":{i},\"B\":\"{filler}\"}}\n{{\"A\":{i},\"B\":\"short\"}}"));
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        JsonDecoderOracle oracle = JsonDecoderOracle.Decode(Simple, bytes);
        Assert.Equal(10, oracle.Rows.Count);
        foreach (int frame in new[] { 1000, 100_000, 1_000_000 })
        {
            JsonDecoderRun run = JsonDecoderRun.Decode(Simple, bytes, 3, () => frame);
            Assert.Equal(oracle.Rows, run.Rows);
        }
    }

    [Fact]
    public void Scalar_rows_are_values()
    {
        Assert.Equal(["Value=1;", "Value=-5;"], JsonDecoderRun.Decode(Scalar(ColumnKind.Int32), "1\n -5 \n\"x\"\n{}").Rows);
        Assert.Equal(["Value='a';", "Value=null;"], JsonDecoderRun.Decode(Scalar(ColumnKind.Text, nullable: true), "\"a\"\nnull\n1").Rows);
    }

    [Fact]
    public void A_query_that_reads_no_member_still_gets_rows()
    {
        JsonDecoderRun run = JsonDecoderRun.Decode(Input(), "{}\n{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":\"y\"}\n7");
        Assert.Equal(["", "", "", ""], run.Rows);
        Assert.Single(run.Malformed);
    }

    [Fact]
    public void More_members_than_one_mask_holds()
    {
        PhysicalInput input = Input([.. Enumerable.Range(0, 130).Select(i => Value("M" + i, i % 2 == 0 ? ColumnKind.Int32 : ColumnKind.Text, nullable: i == 70))]);
        string Row(int skip, int add) => "{" + string.Join(",", Enumerable.Range(0, 130).Where(i => i != skip).Select(i => $"\"M{i}\":" + (i % 2 == 0 ? $"{i + add}" : $"\"{i + add}\""))) + "}";
        string text = string.Join("\n", Enumerable.Range(0, 6).Select(i => Row(-1, i)).Concat([Row(129, 0), Row(70, 0), Row(64, 0), Row(63, 0)]));
        JsonDecoderRun run = JsonDecoderRun.Decode(input, text);
        Assert.Equal(JsonDecoderOracle.Decode(input, Encoding.UTF8.GetBytes(text)).Rows, run.Rows);
        Assert.Equal(7, run.Rows.Count);
        Assert.Equal(["member 'M129' is missing", "member 'M64' is missing", "member 'M63' is missing"], run.Reasons.Select(r => r[..r.IndexOf(" (", StringComparison.Ordinal)]));
    }
}
