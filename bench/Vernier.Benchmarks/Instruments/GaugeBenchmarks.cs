using BenchmarkDotNet.Attributes;

namespace Vernier.Benchmarks.Instruments;

/// <summary>Operations of a gauge.</summary>
[MemoryDiagnoser]
public class GaugeBenchmarks
{
    private readonly Gauge _gauge = new MetricRegistry().Gauge("temperature_celsius", "Temperature.");

    [Benchmark(Baseline = true)]
    public void Set() => _gauge.Set(21.5);

    [Benchmark]
    public void Inc() => _gauge.Inc();

    [Benchmark]
    public void TrackInProgress()
    {
        using (_gauge.TrackInProgress())
        {
        }
    }
}
