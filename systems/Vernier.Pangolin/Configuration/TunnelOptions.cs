using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of the tunnels of sites. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class TunnelOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the time in which a site must complete the handshake after its request, 1 second to 5 minutes. Default: 10 seconds.
    /// </summary>
    [DurationRange(1, 300)]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time between two measurements of the round-trip time of a tunnel, 0.1 seconds to 5 minutes. Default: 10 seconds.</summary>
    [DurationRange(0.1, 300)]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the time without any data from a site, after a ping, after which its tunnel is closed, 0.1 seconds to 5 minutes. Default: 5 seconds.
    /// </summary>
    [DurationRange(0.1, 300)]
    public TimeSpan PingTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how long requests in progress may take when a tunnel is closed in an orderly way, 0 to 5 minutes; the host must not stop the process
    /// earlier. Default: 10 seconds.
    /// </summary>
    [DurationRange(0, 300, AllowZero = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Gets or sets the maximum number of response bytes per request that a tunnel buffers for a client that does not read them, 65,535 to 16,777,216. The
    /// throughput of one download is at most this size per round trip of the tunnel. A tunnel buffers 64 MiB for all its requests: with the default, 256
    /// downloads that are not read slow down the others. Default: 262,144 (256 KiB).
    /// </summary>
    [Range(65_535, 16 * 1024 * 1024)]
    public int StreamWindowBytes { get; set; } = 256 * 1024;

    /// <summary>Gets or sets the time between two health checks of a target, 0.1 seconds to 1 hour. Default: 10 seconds.</summary>
    [DurationRange(0.1, 3600)]
    public TimeSpan HealthCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time after which a health check has failed, 0.1 seconds to 5 minutes. Default: 5 seconds.</summary>
    [DurationRange(0.1, 300)]
    public TimeSpan HealthCheckTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets a value indicating whether sites on other machines may connect without TLS. Their secrets and all requests can then be read in the
    /// network between them. Default: false.
    /// </summary>
    public bool AllowInsecure { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (HealthCheckTimeout > HealthCheckInterval)
            yield return new RuleViolation("must not exceed health_check_interval", nameof(HealthCheckTimeout));
    }
}
