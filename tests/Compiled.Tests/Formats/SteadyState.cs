namespace Compiled.Tests.Formats;

/// <summary>What a loop allocates once it is warm.</summary>
internal static class SteadyState
{
    private const int Rounds = 6;

    /// <summary>
    /// The least of several rounds: a collection that another test causes retires this thread's allocation block, and its rest then counts as allocated. What the loop
    /// itself allocates is in every round.
    /// </summary>
    /// <param name="rows">What each round must return, checked without allocating.</param>
    public static long AllocatedBytes(int rows, Func<int> round)
    {
        Assert.Equal(rows, round());
        long least = long.MaxValue;
        for (int i = 0; i < Rounds && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int got = round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(rows, got);
        }

        return least;
    }
}
