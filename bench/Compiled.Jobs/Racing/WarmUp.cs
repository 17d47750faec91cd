using System.Diagnostics;
using System.Runtime;

namespace Compiled.Jobs.Racing;

/// <summary>
/// Runs something until the JIT has nothing left to compile for it. It compiles on a thread of its own, and a method that a run calls once for the last time when it has been called some thirty
/// times: the first half minute of a job would be taken for the rest.
/// </summary>
internal static class WarmUp
{
    private const int QuietRounds = 5;

    /// <summary>Runs it, at least so often, until nothing was compiled in some runs or so much time has passed.</summary>
    /// <param name="run">Returns false if it makes no sense to go on.</param>
    /// <param name="least">Least number of runs.</param>
    /// <param name="most">Time after which no run beyond those is begun.</param>
    public static async Task RunAsync(Func<Task<bool>> run, int least, TimeSpan most)
    {
        long start = Stopwatch.GetTimestamp();
        long compiled = -1;
        for (int round = 0, quiet = 0; round < least || (quiet < QuietRounds && Stopwatch.GetElapsedTime(start) < most); round++)
        {
            if (!await run())
            {
                return;
            }

            long now = JitInfo.GetCompiledMethodCount();
            quiet = now == compiled ? quiet + 1 : 0;
            compiled = now;
        }
    }
}
