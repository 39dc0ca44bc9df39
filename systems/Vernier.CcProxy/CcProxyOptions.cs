using Microsoft.Extensions.Configuration;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy;

/// <summary>How CCProxy works: the document's metrics section, and the providers, prices and pool of the proxy itself. Read once, at start.</summary>
public sealed class CcProxyOptions
{
    /// <summary>Whether there are metrics: without them their routes answer 404 and nothing is recorded. Default: true. Key: <c>enabled</c>.</summary>
    [ConfigurationKeyName("enabled")]
    public bool Enabled { get; set; } = true;

    /// <summary>What the metrics' names begin with: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>. Default: <c>ccproxy</c>. Key: <c>namespace</c>.</summary>
    [ConfigurationKeyName("namespace")]
    public string Namespace { get; set; } = "ccproxy";

    /// <summary>Whether <c>/metrics</c> and <c>/metrics/health</c> are there. Default: true. Key: <c>metrics_endpoint_enabled</c>.</summary>
    [ConfigurationKeyName("metrics_endpoint_enabled")]
    public bool MetricsEndpointEnabled { get; set; } = true;

    /// <summary>Whether the metrics are pushed to a Pushgateway, too. Default: false. Key: <c>pushgateway_enabled</c>.</summary>
    [ConfigurationKeyName("pushgateway_enabled")]
    public bool PushgatewayEnabled { get; set; }

    /// <summary>The Pushgateway's address, an absolute http or https URL; needed when it is enabled. Default: null. Key: <c>pushgateway_url</c>.</summary>
    [ConfigurationKeyName("pushgateway_url")]
    public string? PushgatewayUrl { get; set; }

    /// <summary>The job under which the metrics are pushed. Default: <c>ccproxy</c>. Key: <c>pushgateway_job</c>.</summary>
    [ConfigurationKeyName("pushgateway_job")]
    public string PushgatewayJob { get; set; } = "ccproxy";

    /// <summary>The seconds between two pushes, 1 to 86400. Default: 60. Key: <c>pushgateway_push_interval</c>.</summary>
    [ConfigurationKeyName("pushgateway_push_interval")]
    public int PushgatewayPushInterval { get; set; } = 60;

    /// <summary>Whether requests, their durations and the active ones are recorded. Default: true. Key: <c>collect_request_metrics</c>.</summary>
    [ConfigurationKeyName("collect_request_metrics")]
    public bool CollectRequestMetrics { get; set; } = true;

    /// <summary>Whether tokens are recorded. Default: true. Key: <c>collect_token_metrics</c>.</summary>
    [ConfigurationKeyName("collect_token_metrics")]
    public bool CollectTokenMetrics { get; set; } = true;

    /// <summary>Whether cost is recorded. Default: true. Key: <c>collect_cost_metrics</c>.</summary>
    [ConfigurationKeyName("collect_cost_metrics")]
    public bool CollectCostMetrics { get; set; } = true;

    /// <summary>Whether errors are recorded. Default: true. Key: <c>collect_error_metrics</c>.</summary>
    [ConfigurationKeyName("collect_error_metrics")]
    public bool CollectErrorMetrics { get; set; } = true;

    /// <summary>Whether the pool of clients is recorded. Default: true. Key: <c>collect_pool_metrics</c>.</summary>
    [ConfigurationKeyName("collect_pool_metrics")]
    public bool CollectPoolMetrics { get; set; } = true;

    /// <summary>
    /// The upper bounds of the response time buckets in seconds, ascending and finite. Default: 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10 and 25.
    /// Key: <c>histogram_buckets</c>.
    /// </summary>
    [ConfigurationKeyName("histogram_buckets")]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0];

    /// <summary>The port to listen on, 0 (any free one) to 65535, for whoever listens: the host. Default: 8000. Key: <c>port</c>.</summary>
    [ConfigurationKeyName("port")]
    public int Port { get; set; } = 8000;

    /// <summary>
    /// The providers. Default: none, and then a model provider inside the process answers, with models that are called <c>local-…</c> and prices
    /// of its own. Key: <c>providers</c>, a list.
    /// </summary>
    [ConfigurationKeyName("providers")]
    public IReadOnlyList<ProviderOptions> Providers { get; set; } = [];

    /// <summary>What models cost; a model without a price has no cost. Default: none. Key: <c>pricing</c>, a list.</summary>
    [ConfigurationKeyName("pricing")]
    public IReadOnlyList<PriceOptions> Pricing { get; set; } = [];

    /// <summary>The pool of clients. Key: <c>pool</c>, a section.</summary>
    [ConfigurationKeyName("pool")]
    public PoolOptions Pool { get; set; } = new();
}
