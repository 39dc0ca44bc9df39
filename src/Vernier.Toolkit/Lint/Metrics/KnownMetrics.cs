namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>All metrics that queries may read. Names are found as they stand in a query, with the suffixes of histograms and summaries.</summary>
internal sealed class KnownMetrics
{
    /// <summary>What Prometheus itself writes beside the samples of a target, and of its alerts. Their labels depend on the target or alert.</summary>
    private static readonly string[] OfPrometheus =
    [
        "up", "scrape_duration_seconds", "scrape_samples_scraped", "scrape_samples_post_metric_relabeling", "scrape_series_added", "scrape_timeout_seconds",
        "scrape_sample_limit", "scrape_body_size_bytes", "ALERTS", "ALERTS_FOR_STATE",
    ];

    private readonly Dictionary<string, KnownSeries> _series = [];
    private readonly Dictionary<string, KnownMetric> _byStem = [];

    public KnownMetrics(IEnumerable<KnownMetric> metrics, IReadOnlyList<string> targetLabels)
    {
        TargetLabels = targetLabels;
        // First, because these series are there beside those of a target that has such a metric, too.
        foreach (var name in OfPrometheus)
            _series.Add(name, new(new KnownMetric(name, MetricType.Gauge, new("", 0, 0, "")) { FromStart = true }, SeriesPart.Value));
        foreach (var metric in metrics)
            Add(metric);
    }

    /// <summary>The labels that every series gets from its target.</summary>
    public IReadOnlyList<string> TargetLabels { get; }

    public IEnumerable<KnownMetric> All => _byStem.Values;

    /// <summary>Adds a metric; of one name the first stays.</summary>
    public void Add(KnownMetric metric)
    {
        if (!_byStem.TryAdd(metric.Name, metric))
            return;
        foreach ((var name, var part) in Parts(metric))
            _series.TryAdd(name, new(metric, part));
    }

    /// <summary>What the name in a query stands for; null when there is no such metric.</summary>
    public KnownSeries? Find(string name) => _series.GetValueOrDefault(name);

    /// <summary>
    /// The metric that somebody who wrote this name may have seen elsewhere under it: as another type, or without or with one word more, as libraries
    /// add units and <c>_total</c>. Null when there is none.
    /// </summary>
    public KnownMetric? OtherShapeOf(string name)
    {
        var stem = WithoutSuffix(name);
        return _byStem.GetValueOrDefault(stem)
            ?? _byStem.Values.FirstOrDefault(metric => IsOneWordLonger(metric.Name, stem) || IsOneWordLonger(stem, metric.Name));
    }

    /// <summary>The name that is most like this one; null when none is like it.</summary>
    public string? Nearest(string name) => Nearness.Best(name, _series.Where(series => series.Value.Part is not null).Select(series => series.Key));

    private static bool IsOneWordLonger(string longer, string name) =>
        longer.Length > name.Length + 1 && longer[name.Length] == '_' && longer.StartsWith(name, StringComparison.Ordinal) && longer.IndexOf('_', name.Length + 1) < 0;

    private static string WithoutSuffix(string name) => MetricSeries.TrySplit(name, out var stem, out var part) && part is not SeriesPart.Created ? stem : name;

    private static IEnumerable<(string Name, SeriesPart? Part)> Parts(KnownMetric metric)
    {
        if (metric.Type is not { } type)
            return [(metric.Name, SeriesPart.Value)];
        // Created series are exposed on demand only, and have no meaning in a query.
        var series = MetricSeries.Of(metric.Name, type).Where(series => series.Part is not SeriesPart.Created).Select(series => (series.Name, Part: (SeriesPart?)series.Part));
        return metric switch
        {
            { Type: MetricType.Histogram } => series.Prepend((metric.Name, null)),
            { Type: MetricType.Summary, Quantiles.Count: 0 } => series.Select(s => s.Part is SeriesPart.Value ? (s.Name, null) : s),
            _ => series,
        };
    }
}
