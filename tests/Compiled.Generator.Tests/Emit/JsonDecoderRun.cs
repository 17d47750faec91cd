using System.Runtime.InteropServices;
using System.Text;
using Compiled.Execution;
using Compiled.Generator.Plan;
using Compiled.Memory;

namespace Compiled.Generator.Tests.Emit;

/// <summary>Runs a decoder over bytes as execution does: frame by frame, where each frame begins with what the one before left.</summary>
internal sealed unsafe class JsonDecoderRun : MalformedRows
{
    /// <summary>The rows, described.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>Positions of malformed rows.</summary>
    public List<long> Malformed { get; } = [];

    public List<string> Reasons { get; } = [];

    public List<string> Raw { get; } = [];

    /// <summary>Decodes all of <paramref name="bytes"/>.</summary>
    /// <param name="frameLength">Gives the length of the next frame's new bytes.</param>
    public static JsonDecoderRun Decode(PhysicalInput input, ReadOnlySpan<byte> bytes, int batchRows, Func<int>? frameLength = null)
    {
        var run = new JsonDecoderRun();
        JsonDecoderHost host = JsonDecoderHost.Create(input, batchRows, run);
        run.Feed(host, bytes, batchRows, frameLength ?? (static () => int.MaxValue));
        return run;
    }

    public static JsonDecoderRun Decode(PhysicalInput input, string text, int batchRows = 4096) => Decode(input, Encoding.UTF8.GetBytes(text), batchRows);

    /// <summary>Decodes each row of <paramref name="bytes"/> by a decoder that has seen none before, and so foresees nothing and knows no layout.</summary>
    public static JsonDecoderRun DecodeAlone(PhysicalInput input, ReadOnlySpan<byte> bytes)
    {
        var all = new JsonDecoderRun();
        for (int start = 0, line; (line = bytes[start..].IndexOf((byte)'\n')) >= 0; start += line + 1)
        {
            JsonDecoderRun alone = Decode(input, bytes.Slice(start, line + 1), 1);
            all.Rows.AddRange(alone.Rows);
            foreach (long position in alone.Malformed)
            {
                all.Malformed.Add(position + start);
            }
        }

        return all;
    }

    public override void Report(in Frame frame, int position, int length, string reason)
    {
        Malformed.Add(frame.Offset + position);
        Reasons.Add(reason);
        Raw.Add(Encoding.UTF8.GetString(frame.Start + position, length));
    }

    private void Feed(JsonDecoderHost host, ReadOnlySpan<byte> bytes, int batchRows, Func<int> frameLength)
    {
        int start = 0;
        int end = 0;
        bool isFirst = true;
        while (true)
        {
            end = (int)Math.Min((long)end + frameLength(), bytes.Length);
            bool isFinal = end == bytes.Length;

            // A buffer of its own for every frame, filled with what could be mistaken for JSON around it: nothing outside a frame may count.
            byte* buffer = (byte*)NativeMemory.Alloc((nuint)(end - start + (2 * Frame.Padding)));
            try
            {
                new Span<byte>(buffer, end - start + (2 * Frame.Padding)).Fill((byte)'"');
                bytes[start..end].CopyTo(new Span<byte>(buffer + Frame.Padding, end - start));
                var frame = new Frame(buffer + Frame.Padding, end - start, isFinal, start, "test");
                int position = 0;
                if (isFirst)
                {
                    if (end - start < 3 && !isFinal)
                    {
                        continue;
                    }

                    position = host.BeginSegment(in frame);
                    isFirst = false;
                }

                Drain(host, in frame, ref position, batchRows);
                start += position;
            }
            finally
            {
                NativeMemory.Free(buffer);
            }

            if (isFinal)
            {
                Assert.Equal(bytes.Length, start);
                return;
            }
        }
    }

    private void Drain(JsonDecoderHost host, in Frame frame, ref int position, int batchRows)
    {
        while (true)
        {
            int before = position;
            int count = host.Decode(in frame, ref position);
            Assert.True(position >= before && count <= batchRows);
            for (int i = 0; i < count; i++)
            {
                Rows.Add(host.Describe(i));
            }

            if (count == 0)
            {
                return;
            }
        }
    }
}
