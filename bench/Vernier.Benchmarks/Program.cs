using BenchmarkDotNet.Running;
using Vernier.Benchmarks;
using Vernier.Benchmarks.Compare;
using Vernier.Benchmarks.Consistency;
using Vernier.Benchmarks.Fuzz;
using Vernier.Benchmarks.LintLoad;
using Vernier.Benchmarks.ProxyLoad;
using Vernier.Benchmarks.TunnelLoad;

if (args is ["compare", .. var options])
    return Comparison.Run(options, Console.Out, Console.Error);
if (args is ["consistency", .. var consistency])
    return ConsistencyRun.Run(consistency, Console.Out, Console.Error);
if (args is ["proxy-load", .. var seconds])
    return await ProxyLoad.RunAsync(seconds, Console.Out);
if (args is ["tunnel-load", .. var duration])
    return await TunnelLoad.RunAsync(duration, Console.Out);
if (args is ["lint-load", .. var rules])
    return await LintLoad.RunAsync(rules, Console.Out);
if (args is ["fuzz", .. var fuzz])
    return FuzzRun.Run(fuzz, Console.Out, Console.Error);

BenchmarkSwitcher.FromAssembly(typeof(Comparison).Assembly).Run(args, InProcessConfig.Create());
return 0;
