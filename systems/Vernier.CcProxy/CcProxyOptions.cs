using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;
using Vernier.CcProxy.Pool;
using Vernier.CcProxy.Pricing;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy;

/// <summary>The options of CCProxy: its metrics, providers, prices, request bodies and client pools. The keys are the property names in snake_case. Read once at startup.</summary>
[SnakeCaseKeys]
public sealed class CcProxyOptions : IValidatableObject
{
    /// <summary>Gets or sets a value indicating whether metrics are collected. If false, their routes respond with 404. Default: true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Gets or sets the prefix of the metric names: <c>[a-zA-Z_][a-zA-Z0-9_]*</c>. Default: <c>ccproxy</c>.</summary>
    [RegularExpression("[a-zA-Z_][a-zA-Z0-9_]*", ErrorMessage = "must consist of letters, digits and _, and must not start with a digit")]
    public string Namespace { get; set; } = "ccproxy";

    /// <summary>Gets or sets a value indicating whether <c>/metrics</c> and <c>/metrics/health</c> are mapped. Default: true.</summary>
    public bool MetricsEndpointEnabled { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether metrics are pushed to a Pushgateway. Default: false.</summary>
    public bool PushgatewayEnabled { get; set; }

    /// <summary>
    /// Gets or sets the address of the Pushgateway, an absolute http or https URL. Required if pushing is enabled. Default: null.
    /// </summary>
    [HttpUrl]
    public Uri? PushgatewayUrl { get; set; }

    /// <summary>Gets or sets the job under which metrics are pushed. Default: <c>ccproxy</c>.</summary>
    [Required]
    public string PushgatewayJob { get; set; } = "ccproxy";

    /// <summary>Gets or sets the time between two pushes, 1 second to 1 day. Default: 60 seconds.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan PushgatewayPushInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Gets or sets a value indicating whether requests, durations and active requests are recorded. Default: true.</summary>
    public bool CollectRequestMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether tokens are recorded. Default: true.</summary>
    public bool CollectTokenMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether cost is recorded. Default: true.</summary>
    public bool CollectCostMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether errors are recorded. Default: true.</summary>
    public bool CollectErrorMetrics { get; set; } = true;

    /// <summary>Gets or sets a value indicating whether the client pools are recorded. Default: true.</summary>
    public bool CollectPoolMetrics { get; set; } = true;

    /// <summary>
    /// Gets or sets the upper bounds of the response time buckets in seconds, ascending and finite. Default: 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    /// and 25.
    /// </summary>
    [BucketBounds]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0];

    /// <summary>Gets or sets the port on which the host listens, 0 (any free port) to 65,535. Default: 8000.</summary>
    [Port]
    public int Port { get; set; } = 8000;

    /// <summary>
    /// Gets or sets the host names of the service, without ports: what clients may send in the header <c>Host</c>. <c>*.example.com</c> allows all
    /// subdomains, <c>*</c> all names; the IP address of the connection is always allowed. Default: localhost, 127.0.0.1 and [::1].
    /// </summary>
    [MinLength(1, ErrorMessage = "must contain at least one host name")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = RequestRules.LoopbackHosts;

    /// <summary>
    /// Gets or sets the origins, such as <c>https://viewer.example.com</c>, whose pages may send requests, in addition to those of the service itself.
    /// Default: empty.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Gets or sets a value indicating whether the service accepts other machines although it does not authenticate its clients. If false, the application
    /// stops if it listens on other than loopback addresses, unless it requires authorization for the routes. Default: false.
    /// </summary>
    public bool AllowUnauthenticatedRemote { get; set; }

    /// <summary>Gets or sets the providers. Without providers, all requests get 404. Default: empty.</summary>
    public IReadOnlyList<ProviderOptions> Providers { get; set; } = [];

    /// <summary>Gets or sets the prices of models. The cost of a model without a price is not recorded. Default: empty.</summary>
    public IReadOnlyList<PriceOptions> Pricing { get; set; } = [];

    /// <summary>
    /// Gets or sets the maximum size of a request body in bytes, 1 to 1,073,741,824 (1 GiB). A larger one gets 413. Default: 33,554,432 (32 MiB).
    /// </summary>
    [Range(1.0, 1 << 30)]
    public long MaxRequestBodyBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Gets or sets how much memory the request bodies of all requests in flight may use, in bytes; at least <c>max_request_body_bytes</c>. A request
    /// whose body does not fit gets 503. Default: 268,435,456 (256 MiB).
    /// </summary>
    public long MaxBufferedBodyBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Gets or sets the client pools.</summary>
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
        foreach (var failure in RequestRules.Validate(AllowedHosts, nameof(AllowedHosts), AllowedOrigins, nameof(AllowedOrigins)))
            yield return failure;
        if (MaxBufferedBodyBytes < MaxRequestBodyBytes)
            yield return new RuleViolation($"must not be less than max_request_body_bytes ({MaxRequestBodyBytes})", nameof(MaxBufferedBodyBytes));
    }

    private static IEnumerable<int> Duplicates<T>(IReadOnlyList<T> items, Func<T, string> key) =>
        items.Index().Where(entry => key(entry.Item).Length > 0 && items.Take(entry.Index).Any(earlier => key(earlier) == key(entry.Item))).Select(entry => entry.Index);
}
