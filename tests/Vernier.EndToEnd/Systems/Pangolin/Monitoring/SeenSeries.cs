using Vernier.Pangolin;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.Pangolin.Monitoring;

/// <summary>Compares the scrapes of a server with its first one, to find the families that have a series that has changed. Thread-safe.</summary>
internal sealed class SeenSeries
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _changed = [];
    private Dictionary<string, double>? _first;

    /// <summary>The families of the catalog that have changed.</summary>
    public IReadOnlyCollection<string> Changed
    {
        get
        {
            lock (_lock)
                return [.. _changed];
        }
    }

    /// <summary>Adds a scrape. A series that appears with a value other than 0 has changed.</summary>
    public void Add(ParsedExposition scrape)
    {
        var values = scrape.Samples.Where(sample => !sample.Name.EndsWith("_created", StringComparison.Ordinal)).ToDictionary(sample => $"{sample.Name}{sample.Labels}", sample => sample.Value);
        lock (_lock)
        {
            _first ??= values;
            foreach (var metric in PangolinCatalog.Catalog.Metrics.Select(metric => metric.Name).Where(name => !_changed.Contains(name)))
            {
                if (scrape.Samples.Any(sample => IsOf(sample.Name, metric) && sample.Value != _first.GetValueOrDefault($"{sample.Name}{sample.Labels}")))
                    _changed.Add(metric);
            }
        }
    }

    private static bool IsOf(string sample, string metric) => sample == metric || sample == metric + "_count";
}
