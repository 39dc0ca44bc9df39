using BenchmarkDotNet.Attributes;

namespace Vernier.Benchmarks.Instruments;

/// <summary>Operations of a counter.</summary>
[MemoryDiagnoser]
public class CounterBenchmarks
{
    private readonly Counter _counter = new MetricRegistry().Counter("requests_total", "Requests.");

    [Benchmark(Baseline = true)]
    public void Inc() => _counter.Inc();

    [Benchmark]
    public void IncByAmount() => _counter.Inc(2.5);

    [Benchmark]
    public double Value() => _counter.Value;
}
