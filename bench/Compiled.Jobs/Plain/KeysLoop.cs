using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Compiled.Jobs.Plain;

/// <summary>One record of the keys input as it lies in the file.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal readonly struct KeyRecord
{
    public readonly ulong Key;
    public readonly long Value;
}

/// <summary>Dictionary with one look-up a row.</summary>
internal sealed class KeysLoop : IContender
{
    public string Name => "C# loop, Dictionary";

    public ValueTask<Answer> RunAsync(JobInput input)
    {
        var groups = new Dictionary<ulong, (long Count, long Sum)>();
        using var file = new FileBlocks(input.Path);
        while (file.Next())
        {
            ReadOnlySpan<KeyRecord> records = MemoryMarshal.Cast<byte, KeyRecord>(file.Block);
            foreach (ref readonly KeyRecord record in records)
            {
                ref (long Count, long Sum) group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, record.Key, out _);
                group.Count++;
                group.Sum += record.Value;
            }

            file.Consume(records.Length * Unsafe.SizeOf<KeyRecord>());
        }

        long count = 0;
        long sum = 0;
        foreach ((long Count, long Sum) group in groups.Values)
        {
            count += group.Count;
            sum += group.Sum;
        }

        return ValueTask.FromResult(Answer.Keys(groups.Count, count, sum));
    }
}
