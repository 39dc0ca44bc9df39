using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Requests;
using Vernier.Exposition;

namespace Vernier.AspNetCore;

/// <summary>Configures <see cref="VernierServiceCollectionExtensions.AddVernier"/>. Validated at startup and read once.</summary>
public sealed class VernierOptions
{
    /// <summary>Gets the labels that every series of the registry has, for example <c>region</c>. Empty by default.</summary>
    public IDictionary<string, string> ConstantLabels { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets or sets the maximum number of series of a family without its own limit; 10,000 by default, 0 for no limit. Further series are
    /// folded into one whose labels are all <c>_overflow</c>.
    /// </summary>
    public int MaxSeriesPerFamily { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets the time after which a callback that has not returned counts as failed, up to 1 day; 5 seconds by default. Its metrics are omitted
    /// until it returns, and scrapes no longer wait for it. It should be shorter than the scrape timeout.
    /// </summary>
    public TimeSpan CallbackTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets whether the registry measures itself (<c>vernier_*</c>). True by default.</summary>
    public bool SelfMetrics { get; set; } = true;

    /// <summary>
    /// Gets or sets whether the text formats contain a <c>_created</c> sample for each counter, histogram and summary that is recorded to. Metrics of
    /// callbacks have none, because the time when their values were 0 is unknown. False by default: Prometheus 2 stores it as one more series.
    /// </summary>
    public bool CreatedSeries { get; set; }

    /// <summary>Gets or sets whether the registry has metrics of the .NET runtime (<c>dotnet_*</c>). True by default.</summary>
    public bool RuntimeMetrics { get; set; } = true;

    /// <summary>Gets or sets whether the registry has metrics of the process (<c>process_*</c>). True by default.</summary>
    public bool ProcessMetrics { get; set; } = true;

    /// <summary>Gets or sets whether HTTP requests are measured (<see cref="HttpRequestCatalog"/>). True by default.</summary>
    public bool HttpRequestMetrics { get; set; } = true;

    /// <summary>
    /// Gets or sets the names of the HTTP request metrics and of their labels. <see cref="HttpRequestNaming.OpenTelemetry"/> by default;
    /// <see cref="HttpRequestNaming.PrometheusNet"/> while dashboards and alerts still use the names of prometheus-net.
    /// </summary>
    public HttpRequestNaming HttpRequestNaming { get; set; }

    /// <summary>
    /// Gets or sets the bucket bounds of the HTTP request duration, in seconds: at least one, strictly ascending and finite. Null (the default) for
    /// those of <see cref="HttpRequestCatalog.Duration"/>, or of prometheus-net with its names. A list from configuration replaces the default, an empty one does not.
    /// </summary>
    public IReadOnlyList<double>? HttpRequestBuckets { get; set; }

    /// <summary>
    /// The formats that a scraper can ask for, the default first. By default <see cref="ExpositionFormat.All"/>; add a format of your own here.
    /// </summary>
    public IList<ExpositionFormat> Formats { get; } = [.. ExpositionFormat.All];

    internal ExpositionOptions ToExposition() => new() { CreatedSeries = CreatedSeries, Formats = [.. Formats] };
}
