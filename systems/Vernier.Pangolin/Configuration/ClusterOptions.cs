using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// The options of the connections between servers that share a PostgreSQL database: a request that reaches a server without the tunnel of its site is
/// forwarded to the server that has it. The keys are the property names in snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class ClusterOptions
{
    /// <summary>
    /// Gets or sets the port on which other servers connect, 0 (any free port) to 65,535; null turns the connections between servers off. The port is used with
    /// PostgreSQL only. The connections are encrypted and authenticated with keys from the database. Default: 3001.
    /// </summary>
    [NeedsRestart]
    [Port]
    public int? Port { get; set; } = 3001;

    /// <summary>
    /// Gets or sets the host name or IP address at which other servers reach this one. Default: null, which is <c>address</c>, or the name of the machine if the
    /// server listens on all addresses.
    /// </summary>
    [NeedsRestart]
    public string? AdvertisedHost { get; set; }

    /// <summary>
    /// Gets or sets how long a server stays registered without renewing its registration, 1 second to 10 minutes. It renews it three times as often. The clocks of
    /// the servers must differ by much less. Default: 15 seconds.
    /// </summary>
    [DurationRange(1, 600)]
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets how often a server reads which sites are connected to other servers, 100 milliseconds to 1 minute. Default: 1 second.
    /// </summary>
    [DurationRange(0.1, 60)]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the time to connect to another server, 100 milliseconds to 1 minute. Default: 3 seconds.</summary>
    [DurationRange(0.1, 60)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(3);
}
