using BenchmarkDotNet.Attributes;
using Vernier.Benchmarks.Compare.Workload;

namespace Vernier.Benchmarks.Instruments;

/// <summary>Operations of a histogram, by the number of bounds.</summary>
[MemoryDiagnoser]
public class HistogramBenchmarks
{
    private Histogram _histogram = null!;
    private int _next;

    [Params(10, 30, 100)]
    public int Bounds { get; set; }

    [GlobalSetup]
    public void Setup() => _histogram = new MetricRegistry().Histogram(
        new HistogramDefinition("duration_seconds", "Durations.") { Buckets = Buckets.Exponential(0.001, 1.1, Bounds) });

    [Benchmark]
    public void Observe() => _histogram.Observe(ObservedValues.Durations[_next++ & (ObservedValues.Durations.Length - 1)]);

    [Benchmark]
    public void Time()
    {
        using (_histogram.Time())
        {
        }
    }
}
