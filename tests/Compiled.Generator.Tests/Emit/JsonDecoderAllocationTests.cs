using System.Text;
using Compiled.Execution;
using Compiled.Generator.Plan;
using Compiled.Memory;
using static Compiled.Generator.Tests.Emit.JsonDecoderSchema;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Once layouts are known and buffers have grown, decoding allocates nothing: with known layouts, by the cursor, with escapes and with lists.</summary>
public sealed unsafe class JsonDecoderAllocationTests
{
    private static readonly PhysicalInput Rows = Input(
        Value("Id", ColumnKind.Int64),
        Value("Name", ColumnKind.Text),
        Value("Price", ColumnKind.Decimal),
        Value("Ratio", ColumnKind.Double, nullable: true),
        Value("At", ColumnKind.DateTimeOffset),
        Record("Address", true, Value("City", ColumnKind.Text)),
        List("Items", Value("Code", ColumnKind.Text), Value("Qty", ColumnKind.Int32)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steady_state_allocates_nothing(bool shuffled)
    {
        var random = new Random(3);
        byte[] bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 4000).Select(i => Row(random, i, shuffled))));
        byte[] padded = GC.AllocateUninitializedArray<byte>(bytes.Length + (2 * Frame.Padding), pinned: true);
        bytes.CopyTo(padded, Frame.Padding);
        JsonDecoderHost host = JsonDecoderHost.Create(Rows, 512, new NoMalformed());
        fixed (byte* start = padded)
        {
            var frame = new Frame(start + Frame.Padding, bytes.Length, true, 0, "test");
            int rows = 0;
            long allocated = -1;

            // Learned layouts settle within some passes; what is asserted is that they do.
            for (int pass = 0; pass < 40 && allocated != 0; pass++)
            {
                int position = 0;
                rows = 0;
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int count = -1; count != 0; rows += count)
                {
                    count = host.Decode(in frame, ref position);
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.Equal(4000, rows);
            Assert.Equal(0, allocated);
        }
    }

    private static string Row(Random random, int number, bool shuffled)
    {
        string[] members =
        [
            $"\"Id\":{number}",
            $"\"Name\":\"{(number % 5 == 0 ? "a\\u00e9\\n" : "plain")}\"",
            $"\"Price\":{number}.25",
            number % 3 == 0 ? "\"Ratio\":null" : "\"Ratio\":0.125",
            number % 2 == 0 ? "\"At\":1595635200000" : "\"At\":\"2020-07-25T00:00:00Z\"",
            number % 4 == 0 ? "\"Address\":null" : "\"Address\":{\"City\":\"Ulm\",\"x\":[1,{\"y\":\"z\"}]}",
            "\"Items\":[" + string.Join(",", Enumerable.Range(0, number % 4).Select(i => $"{{\"Code\":\"c{i}\",\"Qty\":{i}}}")) + "]",
        ];
        if (shuffled)
        {
            random.Shuffle(members);
        }

        return "{" + string.Join(",", members) + "}\n";
    }

    private sealed class NoMalformed : MalformedRows
    {
        public override void Report(in Frame frame, int position, int length, string reason) => Assert.Fail(reason);
    }
}
