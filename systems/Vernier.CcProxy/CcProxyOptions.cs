using Microsoft.Extensions.Configuration;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy;

/// <summary>The options of CCProxy: its metrics, providers, prices, request bodies and client pools. Read once at startup.</summary>
public sealed class CcProxyOptions
{
    /// <summary>Gets or sets a value indicating whether metrics are collected. If false, their routes respond with 404. Default: true. Key: <c>enabled</c>.</summary>
    [ConfigurationKeyName("enabled")]
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the prefix of the metric names: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>. Default: <c>ccproxy</c>. Key: <c>namespace</c>.</summary>
    [ConfigurationKeyName("namespace")]
    public string Namespace { get; set; } = "ccproxy";

    /// <summary>Gets or sets a value indicating whether <c>/metrics</c> and <c>/metrics/health</c> are mapped. Default: true. Key: <c>metrics_endpoint_enabled</c>.</summary>
    [ConfigurationKeyName("metrics_endpoint_enabled")]
    public bool MetricsEndpointEnabled { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether metrics are pushed to a Pushgateway. Default: false. Key: <c>pushgateway_enabled</c>.</summary>
    [ConfigurationKeyName("pushgateway_enabled")]
    public bool PushgatewayEnabled { get; set; }

    /// <summary>
    /// Gets or sets the address of the Pushgateway, an absolute http or https URL. Required if pushing is enabled. Default: null. Key:
    /// <c>pushgateway_url</c>.
    /// </summary>
    [ConfigurationKeyName("pushgateway_url")]
    public string? PushgatewayUrl { get; set; }

    /// <summary>Gets or sets the job under which metrics are pushed. Default: <c>ccproxy</c>. Key: <c>pushgateway_job</c>.</summary>
    [ConfigurationKeyName("pushgateway_job")]
    public string PushgatewayJob { get; set; } = "ccproxy";

    /// <summary>Gets or sets the seconds between two pushes, 1 to 86,400. Default: 60. Key: <c>pushgateway_push_interval</c>.</summary>
    [ConfigurationKeyName("pushgateway_push_interval")]
    public int PushgatewayPushInterval { get; set; } = 60;

    /// <summary>Gets or sets a value indicating whether requests, durations and active requests are recorded. Default: true. Key: <c>collect_request_metrics</c>.</summary>
    [ConfigurationKeyName("collect_request_metrics")]
    public bool CollectRequestMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether tokens are recorded. Default: true. Key: <c>collect_token_metrics</c>.</summary>
    [ConfigurationKeyName("collect_token_metrics")]
    public bool CollectTokenMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether cost is recorded. Default: true. Key: <c>collect_cost_metrics</c>.</summary>
    [ConfigurationKeyName("collect_cost_metrics")]
    public bool CollectCostMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether errors are recorded. Default: true. Key: <c>collect_error_metrics</c>.</summary>
    [ConfigurationKeyName("collect_error_metrics")]
    public bool CollectErrorMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the client pools are recorded. Default: true. Key: <c>collect_pool_metrics</c>.</summary>
    [ConfigurationKeyName("collect_pool_metrics")]
    public bool CollectPoolMetrics { get; set; } = true;

    /// <summary>
    /// Gets or sets the upper bounds of the response time buckets in seconds, ascending and finite. Default: 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    /// and 25. Key: <c>histogram_buckets</c>.
    /// </summary>
    [ConfigurationKeyName("histogram_buckets")]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0];

    /// <summary>Gets or sets the port on which the host listens, 0 (any free port) to 65,535. Default: 8000. Key: <c>port</c>.</summary>
    [ConfigurationKeyName("port")]
    public int Port { get; set; } = 8000;

    /// <summary>Gets or sets the providers. Without providers, all requests get 404. Default: empty. Key: <c>providers</c>, a list.</summary>
    [ConfigurationKeyName("providers")]
    public IReadOnlyList<ProviderOptions> Providers { get; set; } = [];

    /// <summary>Gets or sets the prices of models. The cost of a model without a price is not recorded. Default: empty. Key: <c>pricing</c>, a list.</summary>
    [ConfigurationKeyName("pricing")]
    public IReadOnlyList<PriceOptions> Pricing { get; set; } = [];

    /// <summary>
    /// Gets or sets the maximum size of a request body in bytes, 1 to 1,073,741,824 (1 GiB). A larger one gets 413. Default: 33,554,432 (32 MiB). Key:
    /// <c>max_request_body_bytes</c>.
    /// </summary>
    [ConfigurationKeyName("max_request_body_bytes")]
    public long MaxRequestBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how much memory the request bodies of all requests in flight may use, in bytes; at least <c>max_request_body_bytes</c>. A request
    /// whose body does not fit gets 503. Default: 268,435,456 (256 MiB). Key: <c>max_buffered_body_bytes</c>.
    /// </summary>
    [ConfigurationKeyName("max_buffered_body_bytes")]
    public long MaxBufferedBodyBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Gets or sets the client pools. Key: <c>pool</c>, a section.</summary>
    [ConfigurationKeyName("pool")]
    public PoolOptions Pool { get; set; } = new();
}
