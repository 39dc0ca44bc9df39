namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>All metrics that queries can read. Series are found by the name in a query, including the suffixes of histograms and summaries.</summary>
internal sealed class KnownMetrics
{
    /// <summary>Series that Prometheus writes for each target and alert. Their labels depend on the target or alert.</summary>
    private static readonly string[] WrittenByPrometheus =
    [
        "up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added", "scrape_timeout_seconds",
        "scrape_sample_limit", "scrape_body_size_bytes", "ALERTS", "ALERTS_FOR_STATE",
    ];

    private readonly Dictionary<string, KnownSeries> _series = [];
    private readonly Dictionary<string, KnownMetric> _metrics = [];

    public KnownMetrics(IEnumerable<KnownMetric> metrics, IReadOnlyList<string> targetLabels)
    {
        TargetLabels = targetLabels;
        // Added first: these series exist even if a target exposes a metric of the same name.
        foreach (var name in WrittenByPrometheus)
            _series.Add(name, new(new KnownMetric(name, MetricType.Gauge, new("", 0, 0, "")) { FromStart = true }, SeriesPart.Value));
        foreach (var metric in metrics)
            Add(metric);
    }

    /// <summary>The labels that Prometheus adds to every series of a target.</summary>
    public IReadOnlyList<string> TargetLabels { get; }

    public IEnumerable<KnownMetric> All => _metrics.Values;

    /// <summary>Adds a metric. The first metric with a name wins.</summary>
    public void Add(KnownMetric metric)
    {
        if (!_metrics.TryAdd(metric.Name, metric))
            return;
        foreach ((var name, var series) in SeriesOf(metric))
            _series.TryAdd(name, series);
    }

    /// <summary>Finds the series with a name; null if the metric is unknown.</summary>
    public KnownSeries? Find(string name) => _series.GetValueOrDefault(name);

    /// <summary>
    /// Finds the metric that another client library would expose under this name: with another type, or with a unit or <c>_total</c> appended or
    /// omitted. Null if no metric matches.
    /// </summary>
    public KnownMetric? FindVariant(string name)
    {
        var stem = WithoutSuffix(name);
        return _metrics.GetValueOrDefault(stem)
            ?? _metrics.Values.FirstOrDefault(metric => HasOneMoreWord(metric.Name, stem) || HasOneMoreWord(stem, metric.Name));
    }

    /// <summary>Finds the series name that is most similar to a name; null if none is similar.</summary>
    public string? Suggest(string name) => NameSuggestion.For(name, _series.Where(series => series.Value.Part is not null).Select(series => series.Key));

    private static bool HasOneMoreWord(string longer, string name) =>
        longer.Length > name.Length + 1 && longer[name.Length] == '_' && longer.StartsWith(name, StringComparison.Ordinal) && longer.IndexOf('_', name.Length + 1) < 0;

    private static string WithoutSuffix(string name) => MetricSeries.TrySplit(name, out var stem, out var part) && part is not SeriesPart.Created ? stem : name;

    private static IEnumerable<(string Name, KnownSeries Series)> SeriesOf(KnownMetric metric)
    {
        if (metric.Type is not { } type)
            return [(metric.Name, new(metric, SeriesPart.Value))];
        // Created series are optional and have no meaning in a query. The quantiles of a summary are optional too.
        return MetricSeries.Of(metric.Name, type)
            .Where(series => series.Part is not SeriesPart.Created && !(series.Part is SeriesPart.Value && metric.Quantiles is { Count: 0 }))
            .Select(series => (series.Name, new KnownSeries(metric, series.Part, series.ExtraLabel)))
            .Append((metric.Name, new(metric, Part: null)));
    }
}
