using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the proxy in front of the resources. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class ProxyOptions : IValidatableObject
{
    /// <summary>Gets or sets the port for HTTP, 0 (any free port) to 65,535. Default: 8088.</summary>
    [Port]
    [NeedsRestart]
    public int Port { get; set; } = 8088;

    /// <summary>Gets or sets the port for HTTPS, 0 (any free port) to 65,535, for example 8443. Default: null, without HTTPS.</summary>
    [Port]
    [NeedsRestart]
    public int? TlsPort { get; set; }

    /// <summary>Gets or sets a value indicating whether requests with HTTP are redirected to HTTPS. Requires <see cref="TlsPort"/>. Default: false.</summary>
    public bool RedirectToTls { get; set; }

    /// <summary>
    /// Gets or sets the port in redirects to HTTPS, 1 to 65,535, if clients reach <see cref="TlsPort"/> under another port, such as 443 of a firewall.
    /// Default: null, which uses <see cref="TlsPort"/>.
    /// </summary>
    [Range(1, 65_535)]
    public int? PublicTlsPort { get; set; }

    /// <summary>
    /// Gets or sets the ports of TCP resources, such as <c>9500-9599</c>. A resource whose port is outside of the range has no listener. Default: null,
    /// without TCP resources.
    /// </summary>
    [NeedsRestart]
    public string? TcpPorts { get; set; }

    /// <summary>
    /// Gets or sets how long no byte of a request or response may move in either direction, 1 second to 1 hour. It also limits the time until a backend
    /// responds. Default: 100 seconds.
    /// </summary>
    [DurationRange(1, 3_600)]
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>Gets or sets how long no byte of a WebSocket may move in either direction, 1 second to 1 day. Default: 10 minutes.</summary>
    [DurationRange(1, 86_400)]
    public TimeSpan WebSocketIdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Gets or sets how long no byte of a TCP connection may move in either direction, 1 second to 7 days. Default: 1 hour.</summary>
    [DurationRange(1, 604_800)]
    public TimeSpan TcpIdleTimeout { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Gets or sets the maximum number of backends that a request tries, 1 to 10. Only requests that are safe to repeat are sent to another backend, and only
    /// if no connection was established. Default: 3.
    /// </summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>
    /// Gets or sets the maximum number of connections of clients, 1 to 1,000,000; the connections of TCP resources are counted separately, with the same
    /// limit. Further connections are closed. Default: 10,000.
    /// </summary>
    [Range(1, 1_000_000)]
    [NeedsRestart]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>
    /// Gets or sets how long requests and connections in progress may continue when the server stops, 0 to 5 minutes; the host must not stop the process
    /// earlier. Default: 10 seconds.
    /// </summary>
    [DurationRange(0, 300, AllowZero = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (RedirectToTls && TlsPort is null)
            yield return new RuleViolation("requires tls_port", nameof(RedirectToTls));
        if (TlsPort is > 0 && TlsPort == Port)
            yield return new RuleViolation("must not be the same as port", nameof(TlsPort));
        if (TcpPorts is null)
            yield break;
        if (!PortRange.TryParse(TcpPorts, out var range))
            yield return new RuleViolation("must be a port or a range of ports from 1 to 65535, such as 9500-9599", nameof(TcpPorts));
        else if (range.Contains(Port) || TlsPort is { } tls && range.Contains(tls))
            yield return new RuleViolation("must not contain port and tls_port", nameof(TcpPorts));
    }
}
