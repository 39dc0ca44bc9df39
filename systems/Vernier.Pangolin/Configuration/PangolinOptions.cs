using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// The options of Pangolin: the settings of the server. Sites, resources and users are stored in the database. The keys are the property names in
/// snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class PangolinOptions
{
    /// <summary>Gets or sets the port of the page, the API and the tunnels of sites, 0 (any free port) to 65,535. Default: 3000.</summary>
    [Port]
    [NeedsRestart]
    public int Port { get; set; } = 3000;

    /// <summary>
    /// Gets or sets the IP address on which the proxy, the metrics, TCP resources, hole punching and other servers connect. Default: 127.0.0.1, so that
    /// nothing is reachable from other machines unless configured. The host uses its own address.
    /// </summary>
    [Required]
    [NeedsRestart]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>
    /// Gets or sets the URL at which browsers and sites reach <see cref="Port"/>, for redirects to the sign-in page. Default: <c>http://localhost:PORT</c>.
    /// </summary>
    [HttpUrl]
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// Gets or sets the directory of the database, keys and certificates. It is created with mode 0700, and one server at a time uses it. Default:
    /// <c>vernier/pangolin</c> in the user's folder for local application data.
    /// </summary>
    [Required]
    [NeedsRestart]
    public string DataDirectory { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "vernier", "pangolin");

    /// <summary>Gets or sets the metrics; without this section metrics are off: nothing is recorded, and no port is opened. Default: null.</summary>
    [NeedsRestart]
    public MetricsOptions? Metrics { get; set; }

    /// <summary>Gets or sets the maximum number of database connections that this server uses, 1 to 1,000. Default: 20.</summary>
    [Range(1, 1_000)]
    [NeedsRestart]
    public int MaxDatabaseConnections { get; set; } = 20;

    /// <summary>Gets or sets the proxy in front of the resources.</summary>
    public ProxyOptions Proxy { get; set; } = new();

    /// <summary>Gets or sets the tunnels of sites.</summary>
    public TunnelOptions Tunnels { get; set; } = new();

    /// <summary>Gets or sets WireGuard and hole punching.</summary>
    [NeedsRestart]
    public WireGuardOptions Wireguard { get; set; } = new();

    /// <summary>Gets or sets signing in to resources.</summary>
    public SignInOptions SignIn { get; set; } = new();

    /// <summary>Gets or sets the page and the API.</summary>
    public ConsoleOptions Console { get; set; } = new();

    /// <summary>Gets or sets certificates.</summary>
    public CertificateOptions Certificates { get; set; } = new();

    /// <summary>Gets or sets the configuration for Traefik.</summary>
    public TraefikOptions Traefik { get; set; } = new();

    /// <summary>Gets or sets background jobs.</summary>
    public JobOptions Jobs { get; set; } = new();

    /// <summary>Gets or sets the connections between servers that share a PostgreSQL database.</summary>
    public ClusterOptions Cluster { get; set; } = new();
}
