using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Jobs.Plain;

/// <summary>One record of the ysb input as it lies in the file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct AdRecord
{
    public readonly long AdId;
    public readonly long Time;
    public readonly int Type;
    public readonly int Padding;
}

/// <summary>The bytes cast to structs, counts in an array a window.</summary>
internal sealed class YsbLoop : IContender
{
    public string Name => "C# loop, struct cast";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        var windows = new WindowTotals<long>(10_000);
        using var file = new FileBlocks(input.Path);
        while (file.Next())
        {
            ReadOnlySpan<AdRecord> records = MemoryMarshal.Cast<byte, AdRecord>(file.Block);
            foreach (ref readonly AdRecord record in records)
            {
                if (record.Type == 0)
                {
                    windows[record.Time, (int)(record.AdId / 10)]++;
                }
            }

            file.Consume(records.Length * Unsafe.SizeOf<AdRecord>());
        }

        return ValueTask.FromResult(Answer.Ysb(
            from window in windows.Windows
            from campaign in window.Value.Index()
            where campaign.Item > 0
            select (window.Key, (long)campaign.Index, campaign.Item)));
    }
}
