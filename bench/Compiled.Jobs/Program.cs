using Compiled.Jobs.Cliffs;
using Compiled.Jobs.Instructions;
using Compiled.Jobs.Layers;
using Compiled.Jobs.Outputs;
using Compiled.Jobs.Racing;
using Compiled.Jobs.Scaling;
using Compiled.Jobs.Starting;

namespace Compiled.Jobs;

/// <summary>The five jobs, or what the first argument names; see docs/performance.md.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => args switch
    {
        [StartBench.Nothing] => Task.FromResult(0),
        ["start", .. string[] rest] => Task.FromResult(StartBench.Run(rest)),
        ["cliffs", .. string[] rest] => CliffBench.RunAsync(rest),
        ["output", .. string[] rest] => OutputBench.RunAsync(rest.FirstOrDefault() ?? ""),
        ["instructions", .. string[] rest] => Task.FromResult(InstructionBench.Run(rest)),
        ["scaling", .. string[] rest] => ScalingBench.RunAsync(rest),
        ["layers", .. string[] rest] => LayerBench.RunAsync(rest),
        _ => FiveJobs.RunAsync(args),
    };
}
