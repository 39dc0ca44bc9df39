using BenchmarkDotNet.Attributes;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Instruments;

/// <summary>Operations of a summary.</summary>
[MemoryDiagnoser]
public class SummaryBenchmarks
{
    private readonly Summary _summary = new MetricRegistry().Summary(
        new SummaryDefinition("latency_seconds", "Latencies.") { Quantiles = ObservedValues.Quantiles });

    private int _next;

    [Benchmark]
    public void Observe() => _summary.Observe(ObservedValues.Durations[_next++ & (ObservedValues.Durations.Length - 1)]);
}
