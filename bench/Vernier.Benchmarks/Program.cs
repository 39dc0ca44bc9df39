using BenchmarkDotNet.Running;
using Vernier.Benchmarks;
using Vernier.Benchmarks.Compare;

if (args is ["compare", .. var options])
    return Comparison.Run(options, Console.Out, Console.Error);

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, InProcessConfig.Create());
return 0;
