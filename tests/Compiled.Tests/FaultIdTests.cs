using Compiled.Sources;
using Compiled.State;
using Compiled.Tests.Sources;

namespace Compiled.Tests;

/// <summary>Faults of the surroundings, which no other test meets: each is told by its id and its place.</summary>
public sealed class FaultIdTests
{
    [Fact]
    public void A_file_that_may_not_be_read_is_named()
    {
        PipelineException fault = Assert.Throws<PipelineException>(() => FileFaults.Guard<int>("in/secret.csv", () => throw new UnauthorizedAccessException("denied.")));
        Assert.Equal("CMP0937", fault.Id);
        Assert.Contains("in/secret.csv", fault.Message, StringComparison.Ordinal);
        Assert.IsType<UnauthorizedAccessException>(fault.InnerException);
    }

    [Fact]
    public void State_that_cannot_be_written_is_told_with_its_folder()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "state");
        using FasterStore store = FasterStore.Open(path, null);
        store.BeginGeneration(1);
        store.Insert([1], [2]);
        Directory.Delete(path, recursive: true);
        File.WriteAllText(path, "a file where the folder was");
        PipelineException fault = Assert.Throws<PipelineException>(() => store.Checkpoint(1));
        Assert.Equal("CMP0923", fault.Id);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public unsafe void A_table_of_groups_that_cannot_grow_says_what_to_do()
    {
        // 2^26 buckets, which is as many as there can be.
        TableHeader full = new() { IndexBytes = (long)GroupIndex.BucketBytes << 26 };
        PipelineException fault = Assert.Throws<PipelineException>(() => Grow(full));
        Assert.Equal("CMP0922", fault.Id);

        static void Grow(TableHeader table) => GroupIndex.Grow(&table);
    }
}
