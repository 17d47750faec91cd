using Compiled.Memory;

namespace Compiled.Tests.Formats;

/// <summary>Begins a segment; see PipelineWorker.BeginSegment.</summary>
internal delegate int BeginSegment(in Frame frame);

/// <summary>Decodes one batch; see the decoders that the generator emits.</summary>
internal delegate int Decode(in Frame frame, ref int position);

/// <summary>Gives bytes to a decoder in frames as execution does: what it leaves comes again at the front of the next frame, which grows until a row fits.</summary>
internal static class FrameFeeder
{
    /// <param name="splits">Sizes in which bytes arrive, used in turn; the rest comes at once if there is none.</param>
    /// <param name="rows">Called after each batch with the number of rows.</param>
    public static unsafe void Feed(ReadOnlySpan<byte> data, IReadOnlyList<int> splits, BeginSegment begin, Decode decode, Action<int> rows)
    {
        int consumed = 0;
        int available = 0;
        bool begun = false;
        for (int i = 0; ; i++)
        {
            available = splits.Count == 0 ? data.Length : Math.Min(data.Length, available + splits[i % splits.Count]);
            bool isFinal = available == data.Length;
            using var bytes = new PaddedText(data[consumed..available], (byte)(i % 2 == 0 ? '\n' : '"'));
            var frame = new Frame(bytes.Pointer, bytes.Length, isFinal, consumed, "test");
            int position = 0;
            if (!begun)
            {
                position = begin(frame);
                if (position < 0)
                {
                    Assert.False(isFinal);
                    continue;
                }

                begun = true;
            }

            int count;
            while ((count = decode(frame, ref position)) > 0)
            {
                rows(count);
            }

            Assert.InRange(position, 0, frame.Length);
            consumed += position;
            if (isFinal)
            {
                Assert.Equal(data.Length, consumed);
                return;
            }
        }
    }
}
