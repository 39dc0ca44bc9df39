using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;
using Vernier.Orchestrix.Store;

namespace Vernier.Orchestrix;

/// <summary>
/// The settings of Orchestrix: how it exposes its metrics, and the memory of its store. The keys are the property names in snake_case, for example <c>histogram_buckets</c>.
/// <see cref="Port"/> and <see cref="Path"/> are for the application that listens, such as the host. Read once, at startup.
/// </summary>
[SnakeCaseKeys]
public sealed class OrchestrixOptions : IValidatableObject
{
    /// <summary>The port of the metrics endpoint, 1 to 65535, or 0 for any free port. Default: 8000.</summary>
    [Port]
    public int Port { get; set; } = 8000;

    /// <summary>
    /// The host names of the service, without ports: what clients may send in the header <c>Host</c>. <c>*.example.com</c> allows all
    /// subdomains, <c>*</c> all names; the IP address of the connection is always allowed. Default: localhost, 127.0.0.1 and [::1].
    /// </summary>
    [MinLength(1, ErrorMessage = "must contain at least one host name")]
    public IReadOnlyList<string> AllowedHosts { get; set; } = RequestRules.LoopbackHosts;

    /// <summary>
    /// The origins, such as <c>https://viewer.example.com</c>, whose pages may send requests, in addition to those of the service itself.
    /// Default: empty.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>
    /// Whether the service accepts other machines although it does not authenticate its clients. If false, the application
    /// stops if it listens on other than loopback addresses, unless it requires authorization for the routes. Default: false.
    /// </summary>
    public bool AllowUnauthenticatedRemote { get; set; }

    /// <summary>The path of the metrics endpoint; it starts with a slash. Default: <c>/metrics</c>.</summary>
    [UrlPath]
    public string Path { get; set; } = "/metrics";

    /// <summary>Whether the metrics of the runtime and the process are exposed too. Default: true.</summary>
    public bool EnableDefaultMetrics { get; set; } = true;

    /// <summary>
    /// The maximum memory of the in-memory event store in bytes, 1,048,576 (1 MiB) to 1,099,511,627,776 (1 TiB). The least recently written streams are
    /// evicted beyond it. It does not apply to other stores. Default: 268,435,456 (256 MiB).
    /// </summary>
    [Range(1.0 * (1 << 20), 1L << 40)]
    public long MaxStoreBytes { get; set; } = InMemoryEventStore.DefaultMaxBytes;

    /// <summary>The upper bounds of the duration buckets in seconds, ascending and finite. Default: 0.01, 0.05, 0.1, 0.5, 1 and 5.</summary>
    [BucketBounds]
    public IReadOnlyList<double> HistogramBuckets { get; set; } = [0.01, 0.05, 0.1, 0.5, 1.0, 5.0];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) =>
        RequestRules.Validate(AllowedHosts, nameof(AllowedHosts), AllowedOrigins, nameof(AllowedOrigins));
}
