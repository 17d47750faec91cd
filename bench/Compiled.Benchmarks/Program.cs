using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench/Compiled.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
