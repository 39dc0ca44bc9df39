using System.ComponentModel.DataAnnotations;
using System.Net;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of WireGuard and hole punching. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class WireGuardOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets a value indicating whether sites can connect over WireGuard in addition to their WebSocket. It requires Linux, wireguard-tools, WireGuard in
    /// the kernel or wireguard-go, and the privilege CAP_NET_ADMIN; if one is missing, this is logged and sites use the WebSocket. Default: false.
    /// </summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Gets or sets the UDP port of WireGuard, 0 (any free port) to 65,535. WireGuard listens on all addresses of the machine. Default: 51820.
    /// </summary>
    [Port]
    public int Port { get; set; } = 51820;

    /// <summary>
    /// Gets or sets the host name or IP address at which sites and clients reach the UDP ports. Default: null, the host of <c>public_url</c>.
    /// </summary>
    [RegularExpression("[A-Za-z0-9._:-]{1,253}", ErrorMessage = "must be a host name or IP address without a port")]
    public string? Host { get; set; }

    /// <summary>
    /// Gets or sets the name of the network interface, 1 to 15 lowercase letters, digits and hyphens, starting with a letter. Default: <c>pangolin0</c>.
    /// </summary>
    [Required]
    [RegularExpression("[a-z][a-z0-9-]{0,14}", ErrorMessage = "must consist of 1 to 15 lowercase letters, digits and hyphens, starting with a letter")]
    public string Interface { get; set; } = "pangolin0";

    /// <summary>
    /// Gets or sets the IPv4 network for addresses inside the tunnels, with a length of 8 to 28 bits. The server has the first address, sites have addresses of
    /// the lower half, and direct connections those of the upper half. The network must not be in use elsewhere. Default: <c>10.213.0.0/16</c>.
    /// </summary>
    [Required]
    public string Network { get; set; } = "10.213.0.0/16";

    /// <summary>
    /// Gets or sets how often a site sends a packet while there is no traffic, so that NAT routers keep the mapping, 1 second to 10 minutes. Default: 25 seconds.
    /// </summary>
    [DurationRange(1, 600)]
    public TimeSpan Keepalive { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>
    /// Gets or sets the time in which a handshake must complete after a site was configured or has become unreachable, 1 second to 10 minutes. Default: 15 seconds.
    /// </summary>
    [DurationRange(1, 600)]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets how often the state of the peers is read and their round-trip time is measured, 0.1 seconds to 1 minute. Default: 5 seconds.
    /// </summary>
    [DurationRange(0.1, 60)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Gets or sets the time after which a measurement of the round-trip time has failed, 0.1 seconds to 1 minute. Default: 3 seconds.</summary>
    [DurationRange(0.1, 60)]
    public TimeSpan PollTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Gets or sets the UDP port for hole punching, 0 (any free port) to 65,535, with which clients and sites find each other for direct connections. The port
    /// uses the address of the server. Default: null, no hole punching.
    /// </summary>
    [Range(0, 65_535)]
    public int? HolePunchPort { get; set; }

    /// <summary>Gets the network; valid after validation.</summary>
    internal IPNetwork ParsedNetwork => IPNetwork.Parse(Network);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (WireGuardNetwork.RuleOf(Network) is { } rule)
            yield return new RuleViolation(rule, nameof(Network));
        if (HolePunchPort is > 0 && HolePunchPort == Port && Enabled)
            yield return new RuleViolation("must differ from port", nameof(HolePunchPort));
    }
}
