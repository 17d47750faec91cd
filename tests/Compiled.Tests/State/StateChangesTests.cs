using System.Text;
using Compiled.State;

namespace Compiled.Tests.State;

public sealed class StateChangesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16 << 10)]
    [InlineData((16 << 10) + 1)]
    [InlineData(100_000)]
    public void Groups_of_one_length_with_numbers_in_a_row_cost_their_own_bytes(int count)
    {
        MemoryLog log = new();
        StateWriter writer = log.Changes.BeginWindow(3, 70, count);
        for (int i = 0; i < count; i++)
        {
            writer.Write((long)i);
            writer.Write(-i);
            log.Changes.EndGroup(i);
        }

        log.Changes.EndWindow();
        Assert.Equal(count * 12L, log.Chunks.Sum(chunk => (long)chunk.PayloadBytes));
        Assert.All(log.Chunks, chunk => Assert.InRange(chunk.PayloadBytes, 1, 300_000));
        Assert.Equal(count, log.Groups.Count);
        Assert.All(log.Groups.Values, group => Assert.Equal((3, 70L, (long)group.Number, 12), (group.OperatorId, group.Window, BitConverter.ToInt64(group.Bytes), group.Bytes.Length)));
    }

    [Fact]
    public void Groups_of_any_length_and_number_come_back()
    {
        MemoryLog log = new();
        Random random = new(8);
        Dictionary<int, string> expected = [];
        StateWriter writer = log.Changes.BeginWindow(1, long.MinValue, int.MaxValue);
        int number = 0;
        for (int i = 0; i < 30_000; i++)
        {
            number += random.Next(1, 4);
            string text = i % 10_000 == 77 ? new string('x', 700_000) : new string((char)('a' + (i % 26)), random.Next(40));
            writer.WriteBytes(Encoding.UTF8.GetBytes(text));
            log.Changes.EndGroup(number);
            expected.Add(number, text);
        }

        log.Changes.EndWindow();
        Assert.Equal(expected.OrderBy(group => group.Key), log.Groups.Values.Select(group => KeyValuePair.Create(group.Number, Encoding.UTF8.GetString(group.Bytes))).OrderBy(group => group.Key));
        Assert.InRange(log.Chunks.Count, 4, 12);
    }

    [Fact]
    public void Groups_without_bytes_and_numbers_with_gaps_come_back()
    {
        MemoryLog log = new();
        _ = log.Changes.BeginWindow(1, 0, 100);
        log.Changes.EndGroup(5);
        log.Changes.EndGroup(99);
        log.Changes.EndWindow();
        _ = log.Changes.BeginWindow(2, 0, 100);
        log.Changes.EndWindow();
        Assert.Equal([5, 99], log.Groups.Values.Select(group => group.Number));
        Assert.Single(log.Chunks);
        log.Changes.DropWindow(1, 1);
        Assert.Equal(2, log.Groups.Count);
        log.Changes.DropWindow(1, 0);
        Assert.Empty(log.Groups);
    }
}
