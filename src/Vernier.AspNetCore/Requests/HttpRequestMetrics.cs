using System.Diagnostics;

namespace Vernier.AspNetCore.Requests;

/// <summary>Records HTTP requests. Thread-safe; allocates nothing once a combination of labels has been seen.</summary>
internal sealed class HttpRequestMetrics
{
    private readonly CounterFamily<HttpRequestLabels> _requests;
    private readonly HistogramFamily<HttpRequestLabels> _duration;
    private readonly GaugeFamily<HttpMethodLabels> _inProgress;
    private readonly TimeProvider _time;

    /// <param name="registry">Where the metrics are.</param>
    /// <param name="buckets">The bounds for durations in seconds.</param>
    public HttpRequestMetrics(MetricRegistry registry, IReadOnlyList<double> buckets)
    {
        _requests = registry.Counter(HttpRequestCatalog.Requests);
        _duration = registry.Histogram(HttpRequestCatalog.Duration with { Buckets = buckets });
        _inProgress = registry.Gauge(HttpRequestCatalog.InProgress);
        _time = registry.TimeProvider;
    }

    /// <summary>A request has begun.</summary>
    /// <returns>When, for <see cref="RequestEnded"/>.</returns>
    public long RequestBegan(HttpVerb verb)
    {
        _inProgress.With(new(verb)).Inc();
        return _time.GetTimestamp();
    }

    /// <summary>A request has ended.</summary>
    public void RequestEnded(long began, in HttpRequestLabels labels)
    {
        var seconds = _time.GetElapsedTime(began).TotalSeconds;
        _inProgress.With(new(labels.Method)).Dec();
        _requests.With(labels).Inc();
        _duration.With(labels).Observe(seconds);
    }

    /// <summary>A scrape has ended: as any other request, but an exemplar must not point to the trace of the scrape.</summary>
    public void ScrapeEnded(long began, in HttpRequestLabels labels)
    {
        var scrape = Activity.Current;
        Activity.Current = null;
        RequestEnded(began, in labels);
        Activity.Current = scrape;
    }
}
