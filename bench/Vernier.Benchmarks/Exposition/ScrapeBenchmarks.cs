using BenchmarkDotNet.Attributes;
using Vernier.Benchmarks.Compare.Workload;
using Vernier.Exposition;

namespace Vernier.Benchmarks.Exposition;

/// <summary>A scrape whose output is discarded, by the number of series and the format.</summary>
[MemoryDiagnoser]
public class ScrapeBenchmarks
{
    private MetricsRenderer _renderer = null!;
    private ExpositionFormat _format = null!;

    [Params(1_000, 100_000)]
    public int Series { get; set; }

    [ParamsSource(nameof(Formats))]
    public string Format { get; set; } = "";

    public static IEnumerable<string> Formats => ExpositionFormat.All.Select(format => format.Name);

    [GlobalSetup]
    public void Setup()
    {
        var registry = new MetricRegistry(new MetricRegistryOptions { MaxSeriesPerFamily = 0, SelfMetrics = false });
        var counters = registry.Counter(new CounterDefinition<RequestLabels>("requests_total", "Requests."));
        foreach ((var i, var labels) in LabelData.Requests(Series).Index())
            counters.With(labels).Inc(Population.ValueOf(i));
        _renderer = new MetricsRenderer(registry);
        _format = ExpositionFormat.All.Single(format => format.Name == Format);
    }

    [Benchmark]
    public void Scrape() => _renderer.Render(_format).Dispose();
}
