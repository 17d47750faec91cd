using Compiled.Execution;
using Compiled.Memory;

namespace Compiled.Tests.Execution;

public sealed class RowSelectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Indexes_are_those_of_the_rows_that_pass(int rows)
    {
        var random = new Random(rows);
        using var arena = new ColumnArena();
        Column<ulong> mask = arena.Allocate<ulong>(RowFilter.Words(rows) + 1);
        Column<int> selected = arena.Allocate<int>(rows);
        List<int> expected = [];
        for (int row = 0; row < rows; row++)
        {
            if (random.Next(3) == 0)
            {
                mask[row >> 6] |= 1UL << row;
                expected.Add(row);
            }
        }

        int count = RowSelection.Of(mask, rows, selected);
        Assert.Equal(expected, selected.AsSpan(count).ToArray());
    }

    [Fact]
    public void Values_above_a_limit_are_found_and_taken_in_place()
    {
        using var arena = new ColumnArena();
        Column<long> values = arena.Allocate<long>(6);
        Column<int> selected = arena.Allocate<int>(6);
        long[] given = [5, long.MinValue, 6, 7, 5, long.MaxValue];
        given.CopyTo(values.AsSpan(6));
        int count = RowSelection.Above(values, 6, limit: 5, selected);
        Assert.Equal([2, 3, 5], selected.AsSpan(count).ToArray());
        RowSelection.Take(values, selected, count, values);
        Assert.Equal([6, 7, long.MaxValue], values.AsSpan(count).ToArray());
    }
}
