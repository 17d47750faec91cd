using System.Text;
using Compiled.Sources;

namespace Compiled.Tests.Sources;

/// <summary>Reads sources the way execution does.</summary>
internal static class SourceReading
{
    /// <summary>Takes whole lines off the current block, the rest too if it is final; null if nothing has arrived.</summary>
    public static unsafe string? TakeLines(this BlockPipeReader reader, out bool isFinal)
    {
        if (!reader.TryGetBlock(out byte* start, out int length, out isFinal))
        {
            return null;
        }

        var block = new ReadOnlySpan<byte>(start, length);
        int consumed = isFinal ? length : block.LastIndexOf((byte)'\n') + 1;
        string text = Encoding.UTF8.GetString(block[..consumed]);
        reader.Advance(consumed);
        return text;
    }

    /// <summary>Reads what a segment has for this epoch.</summary>
    public static string ReadLines(this ByteSegment segment)
    {
        var text = new StringBuilder();
        BlockPipeReader reader = segment.OpenReader();
        bool isFinal = false;
        while (!isFinal && reader.TakeLines(out isFinal) is { } lines)
        {
            text.Append(lines);
        }

        if (isFinal)
        {
            reader.Complete();
        }

        return text.ToString();
    }

    public static string ReadLines(this ByteRange range) => string.Concat(range.Segments.Select(ReadLines));

    /// <summary>Counts the rows that a segment has for this epoch, and measures the largest block lent.</summary>
    public static unsafe (int Rows, long LargestBlock) CountRows(this ByteSegment segment)
    {
        BlockPipeReader reader = segment.OpenReader();
        int rows = 0;
        long largest = 0;
        bool isFinal = false;
        while (!isFinal && reader.TryGetBlock(out byte* start, out int length, out isFinal))
        {
            var block = new ReadOnlySpan<byte>(start, length);
            largest = Math.Max(largest, length);
            rows += block.Count((byte)'\n');
            reader.Advance(isFinal ? length : block.LastIndexOf((byte)'\n') + 1);
        }

        if (isFinal)
        {
            reader.Complete();
        }

        return (rows, largest);
    }

    /// <summary>Runs one epoch; null if there is nothing to read.</summary>
    public static async Task<(string Position, string Text)?> RunEpochAsync(this ByteSourceReader reader, bool all = false)
    {
        if (await reader.PlanAsync(all, default) is not { } range)
        {
            return null;
        }

        string text = range.ReadLines();
        await reader.CommitAsync(range, default);
        return (range.Position, text);
    }

    /// <summary>Waits and runs epochs until the source is complete or <paramref name="bytes"/> bytes have come.</summary>
    public static async Task<string> ReadUntilAsync(this ByteSourceReader reader, int bytes = int.MaxValue)
    {
        var text = new StringBuilder();
        while (!reader.IsCompleted && text.Length < bytes)
        {
            if (await reader.RunEpochAsync() is { } epoch)
            {
                text.Append(epoch.Text);
            }
            else if (!reader.IsCompleted)
            {
                await reader.WaitAsync(default);
            }
        }

        return text.ToString();
    }

    public static async Task<ByteSourceReader> StartAsync(this ByteSource source, params string[] committed)
    {
        ByteSourceReader reader = source.Open("input");
        await reader.StartAsync(committed, default);
        return reader;
    }
}
