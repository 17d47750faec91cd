using Compiled.State;

namespace Compiled.Tests.State;

public sealed unsafe class ChangedGroupsTests
{
    [Fact]
    public void All_groups_come_back_once_and_ascending()
    {
        var random = new Random(1);
        var changed = new ChangedGroups();
        for (int round = 0; round < 20; round++)
        {
            SortedSet<int> expected = [];
            int groupCount = random.Next(1, 3_000);
            for (int batch = 0; batch < 10; batch++)
            {
                // Neighbours, as groups that are new, or any.
                int first = random.Next(groupCount);
                int[] groups = random.Next(2) == 0
                    ? [.. Enumerable.Range(first, random.Next(groupCount - first))]
                    : [.. Enumerable.Range(0, random.Next(100)).Select(_ => random.Next(groupCount))];
                expected.UnionWith(groups);
                fixed (int* start = groups)
                {
                    changed.Add(start, groups.Length, groupCount);
                }
            }

            List<int> found = [];
            for (int group = changed.Next(0); group >= 0; group = changed.Next(group + 1))
            {
                found.Add(group);
            }

            Assert.Equal(expected, found);
            changed.Clear();
            Assert.Equal(-1, changed.Next(0));
        }
    }
}
