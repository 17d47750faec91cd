using System.Runtime.InteropServices;
using System.Text;
using Compiled.Execution;
using Compiled.Generator.Emit;
using Compiled.Generator.Plan;
using Compiled.Memory;

namespace Compiled.Generator.Tests.Emit;

/// <summary>What compiled test code implements around an emitted decoder.</summary>
public abstract class DecoderUnderTest
{
    public abstract int BeginSegment(in Frame frame);

    public abstract int Decode(in Frame frame, ref int position);

    /// <summary>Row <paramref name="r"/> of the last batch, its columns joined by |.</summary>
    public abstract string Row(int r);
}

/// <summary>Compiles the emitted columns and decoder of an input and runs them over bytes.</summary>
internal sealed class DecoderHarness
{
    private readonly Type _host;

    public DecoderHarness(PhysicalInput input, Action<SourceWriter, PhysicalInput> emitDecoder)
    {
        string row = string.Join(" + \"|\" + ", input.Columns.Select(Show).DefaultIfEmpty("\"\""));
        string members = $$"""
            public static Compiled.Generator.Tests.Emit.DecoderUnderTest Make(int batchRows, MalformedRows malformed) => new Adapter(batchRows, malformed);
            private sealed class Adapter : Compiled.Generator.Tests.Emit.DecoderUnderTest
            {
                private readonly TradesColumns _columns;
                private readonly TradesDecoder _decoder;
                public Adapter(int batchRows, MalformedRows malformed)
                {
                    _columns = new TradesColumns(batchRows);
                    _decoder = new TradesDecoder(_columns, batchRows, malformed);
                }
                public override int BeginSegment(in Frame frame) => _decoder.BeginSegment(in frame);
                public override int Decode(in Frame frame, ref int position)
                {
                    int rows = _decoder.Decode(in frame, ref position);
                    return rows == _columns.Count ? rows : throw new InvalidOperationException("Count");
                }
                public override string Row(int r) => FormattableString.Invariant($"{{{row}}}");
            }
            """;
        _host = EmittedCode.Compile("", members, writer =>
        {
            ColumnsEmitter.Emit(writer, input);
            emitDecoder(writer, input);
        }, out string emitted);
        Emitted = emitted;
    }

    public string Emitted { get; }

    public (List<string> Rows, List<string> Malformed) Run(byte[] data, int batchRows, int frameBytes)
    {
        var malformed = new Collected();
        var decoder = (DecoderUnderTest)_host.GetMethod("Make")!.Invoke(null, [batchRows, malformed])!;
        var rows = new List<string>();
        int consumed = 0;
        bool begun = false;
        for (int available = Math.Min(frameBytes, data.Length); ; available = Math.Min(available + frameBytes, data.Length))
        {
            consumed += Feed(decoder, data.AsSpan(consumed, available - consumed), available == data.Length, ref begun, rows);
            if (available == data.Length)
            {
                Assert.Equal(data.Length, consumed);
                return (rows, malformed.Reasons);
            }
        }
    }

    private static unsafe int Feed(DecoderUnderTest decoder, ReadOnlySpan<byte> bytes, bool isFinal, ref bool begun, List<string> rows)
    {
        byte* block = (byte*)NativeMemory.AllocZeroed((nuint)(bytes.Length + (2 * Frame.Padding)));
        bytes.CopyTo(new Span<byte>(block + Frame.Padding, bytes.Length));
        var frame = new Frame(block + Frame.Padding, bytes.Length, isFinal, 0, "test");
        int position = 0;
        if (!begun && (position = decoder.BeginSegment(frame)) < 0)
        {
            NativeMemory.Free(block);
            return 0;
        }

        begun = true;
        int count;
        while ((count = decoder.Decode(frame, ref position)) > 0)
        {
            rows.AddRange(Enumerable.Range(0, count).Select(decoder.Row));
        }

        NativeMemory.Free(block);
        return position;
    }

    private static string Show(PhysicalColumn column)
    {
        string value = $"_columns.{column.Identifier}[r].ToString()";
        return column.Schema.IsNullable ? $"(_columns.{column.HasValue}[r] ? {value} : \"null\")" : value;
    }

    private sealed class Collected : MalformedRows
    {
        public List<string> Reasons { get; } = [];

        public override void Report(in Frame frame, int position, int length, string reason) =>
            Reasons.Add($"{reason}: {Encoding.Latin1.GetString(frame.Span.Slice(position, length))}");
    }
}
