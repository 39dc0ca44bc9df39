using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy;

/// <summary>
/// The settings of CCProxy: its metrics, and the providers, prices and pool of the proxy. The keys are the property names in snake_case, for example
/// <c>metrics_endpoint_enabled</c>. Read once, at startup.
/// </summary>
[SnakeCaseKeys]
public sealed class CcProxyOptions : IValidatableObject
{
    /// <summary>Whether there are metrics: without them their routes answer 404 and nothing is recorded. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>What the metrics' names begin with: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>. Default: <c>ccproxy</c>.</summary>
    [RegularExpression("[a-zA-Z_][a-zA-Z0-9_]*", ErrorMessage = "must consist of letters, digits and _, and must not start with a digit")]
    public string Namespace { get; set; } = "ccproxy";

    /// <summary>Whether <c>/metrics</c> and <c>/metrics/health</c> are there. Default: true.</summary>
    public bool MetricsEndpointEnabled { get; set; } = true;

    /// <summary>Whether the metrics are pushed to a Pushgateway, too. Default: false.</summary>
    public bool PushgatewayEnabled { get; set; }

    /// <summary>The Pushgateway's address, an absolute http or https URL; needed when it is enabled. Default: null.</summary>
    [HttpUrl]
    public Uri? PushgatewayUrl { get; set; }

    /// <summary>The job under which the metrics are pushed. Default: <c>ccproxy</c>.</summary>
    [Required]
    public string PushgatewayJob { get; set; } = "ccproxy";

    /// <summary>The time between two pushes, 1 second to 1 day. Default: 60 seconds.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan PushgatewayPushInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether requests, their durations and the active ones are recorded. Default: true.</summary>
    public bool CollectRequestMetrics { get; set; } = true;

    /// <summary>Whether tokens are recorded. Default: true.</summary>
    public bool CollectTokenMetrics { get; set; } = true;

    /// <summary>Whether cost is recorded. Default: true.</summary>
    public bool CollectCostMetrics { get; set; } = true;

    /// <summary>Whether errors are recorded. Default: true.</summary>
    public bool CollectErrorMetrics { get; set; } = true;

    /// <summary>Whether the pool of clients is recorded. Default: true.</summary>
    public bool CollectPoolMetrics { get; set; } = true;

    /// <summary>
    /// The upper bounds of the response time buckets in seconds, ascending and finite. Default: 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 and 25.
    ///
    /// </summary>
    [BucketBounds]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0];

    /// <summary>The port to listen on, 0 (any free one) to 65535, for whoever listens: the host. Default: 8000.</summary>
    [Port]
    public int Port { get; set; } = 8000;

    /// <summary>
    /// The providers. Default: none, and then a model provider inside the process answers, with models that are called <c>local-…</c> and prices
    /// of its own.
    /// </summary>
    public IReadOnlyList<ProviderOptions> Providers { get; set; } = [];

    /// <summary>What models cost; a model without a price has no cost. Default: none.</summary>
    public IReadOnlyList<PriceOptions> Pricing { get; set; } = [];

    /// <summary>The pool of clients.</summary>
    public PoolOptions Pool { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (PushgatewayEnabled && PushgatewayUrl is null)
            yield return new RuleViolation("a value is required when pushgateway_enabled is true", nameof(PushgatewayUrl)) { Kind = OptionFailureKind.MissingValue };
        else if (PushgatewayUrl?.OriginalString.Contains("/metrics/job", StringComparison.Ordinal) == true)
            yield return new RuleViolation("must not include /metrics/job", nameof(PushgatewayUrl));
        foreach (var i in Duplicates(Providers, provider => provider.Name))
            yield return new RuleViolation("must be unique", nameof(Providers), $"{i}", nameof(ProviderOptions.Name)) { Value = Providers[i].Name };
        foreach (var i in Duplicates(Pricing, price => price.Model))
            yield return new RuleViolation("must be unique", nameof(Pricing), $"{i}", nameof(PriceOptions.Model)) { Value = Pricing[i].Model };
    }

    private static IEnumerable<int> Duplicates<T>(IReadOnlyList<T> items, Func<T, string> key) =>
        items.Index().Where(entry => key(entry.Item).Length > 0 && items.Take(entry.Index).Any(earlier => key(earlier) == key(entry.Item))).Select(entry => entry.Index);
}
