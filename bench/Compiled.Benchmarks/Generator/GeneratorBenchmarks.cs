using BenchmarkDotNet.Attributes;
using Compiled.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Compiled.Benchmarks.Generator;

/// <summary>What generating a class of twenty queries costs over a generator that does nothing, and what an edit in another file costs.</summary>
[MemoryDiagnoser]
public class GeneratorBenchmarks
{
    private readonly CSharpCompilation _compilation = TwentyQueries.Compilation();
    private GeneratorDriver _warm = null!;
    private int _edit;

    /// <summary>A driver that has run once.</summary>
    [GlobalSetup(Targets = [nameof(Edit_elsewhere), nameof(Edit_of_a_declaration_elsewhere)])]
    public void Warm() => _warm = CSharpGeneratorDriver.Create(new PipelineGenerator()).RunGenerators(_compilation);

    /// <summary>The floor.</summary>
    [Benchmark(Baseline = true)]
    public int Empty_generator() => Run(new EmptyGenerator());

    /// <summary>Parse, plan, optimise and emit.</summary>
    [Benchmark]
    public int Twenty_queries() => Run(new PipelineGenerator());

    /// <summary>In a method's body: nothing of ours should run again.</summary>
    [Benchmark]
    public int Edit_elsewhere() => Rerun(TwentyQueries.EditBody(_compilation, _edit++));

    /// <summary>It might have been one that the queries use: they are read again, and nothing is generated.</summary>
    [Benchmark]
    public int Edit_of_a_declaration_elsewhere() => Rerun(TwentyQueries.EditDeclaration(_compilation, _edit++));

    private int Rerun(Compilation compilation)
    {
        _warm = _warm.RunGenerators(compilation);
        return _warm.GetRunResult().GeneratedTrees.Length;
    }

    // A fresh compilation of the same trees: nothing bound by the run before is reused.
    private int Run(IIncrementalGenerator generator)
    {
        GeneratorDriverRunResult result = CSharpGeneratorDriver.Create(generator).RunGenerators(_compilation.WithAssemblyName("Twenty")).GetRunResult();
        return result.GeneratedTrees.Length == 1 && result.Diagnostics.IsEmpty ? 1 : throw new InvalidOperationException("One file and no diagnostic were expected.");
    }
}
