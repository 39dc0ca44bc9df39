using System.Diagnostics;

namespace Vernier.AspNetCore.Requests;

/// <summary>Records HTTP requests. Thread-safe; allocates only for new combinations of labels.</summary>
internal sealed class HttpRequestMetrics
{
    private readonly CounterFamily<HttpRequestLabels> _requests;
    private readonly HistogramFamily<HttpRequestLabels> _duration;
    private readonly GaugeFamily<HttpMethodLabels> _inProgress;
    private readonly TimeProvider _time;

    /// <param name="registry">The registry.</param>
    /// <param name="buckets">The bucket bounds of the duration, in seconds.</param>
    public HttpRequestMetrics(MetricRegistry registry, IReadOnlyList<double> buckets)
    {
        _requests = registry.Counter(HttpRequestCatalog.Requests);
        _duration = registry.Histogram(HttpRequestCatalog.Duration with { Buckets = buckets });
        _inProgress = registry.Gauge(HttpRequestCatalog.InProgress);
        _time = registry.TimeProvider;
    }

    /// <summary>Records the start of a request.</summary>
    /// <returns>The timestamp of the start, for <see cref="RequestEnded"/>.</returns>
    public long RequestStarted(HttpVerb verb)
    {
        _inProgress.With(new(verb)).Inc();
        return _time.GetTimestamp();
    }

    /// <summary>Records the end of a request.</summary>
    public void RequestEnded(long started, in HttpRequestLabels labels)
    {
        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        _inProgress.With(new(labels.Method)).Dec();
        _requests.With(labels).Inc();
        _duration.With(labels).Observe(seconds);
    }

    /// <summary>Records the end of a scrape: like any request, but without an exemplar of its trace.</summary>
    public void ScrapeEnded(long started, in HttpRequestLabels labels)
    {
        var scrape = Activity.Current;
        Activity.Current = null;
        RequestEnded(started, in labels);
        Activity.Current = scrape;
    }
}
