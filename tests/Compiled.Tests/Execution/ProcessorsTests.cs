using System.Runtime.Versioning;
using Compiled.Execution;

namespace Compiled.Tests.Execution;

public class ProcessorsTests
{
    [Fact]
    public void A_thread_that_leaves_a_processor_may_come_back()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string before = Allowed();
        int here = Processors.Current;
        Assert.InRange(here, 0, 1023);
        Processors.Leave([here]);
        Assert.Equal(before, Allowed());
    }

    [Fact]
    public void A_thread_stays_where_it_is_if_all_processors_are_taken()
    {
        Processors.Leave([.. Enumerable.Range(-1, 1100)]);
        Assert.InRange(Processors.Current, -1, 1023);
    }

    [SupportedOSPlatform("linux")]
    private static string Allowed() => File.ReadLines("/proc/thread-self/status").First(line => line.StartsWith("Cpus_allowed:", StringComparison.Ordinal));
}
