using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of WireGuard at a site. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class SiteWireGuardOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets a value indicating whether the site uses WireGuard, if its server offers it, and accepts direct connections of clients. If a program or
    /// privilege is missing, this is logged and the site uses its WebSocket. Default: true.
    /// </summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// Gets or sets the name of the network interface, 1 to 15 lowercase letters, digits and hyphens, starting with a letter. Default: null, <c>pgs</c> and a hash
    /// of the site's identifier.
    /// </summary>
    [RegularExpression("[a-z][a-z0-9-]{0,14}", ErrorMessage = "must consist of 1 to 15 lowercase letters, digits and hyphens, starting with a letter")]
    public string? Interface { get; set; }

    /// <summary>
    /// Gets or sets the IPv4 network of which the server may assign addresses: that of the server's <c>wireguard.network</c>. A server cannot redirect traffic of
    /// this machine to other addresses. Default: <c>10.213.0.0/16</c>.
    /// </summary>
    [Required]
    public string Network { get; set; } = "10.213.0.0/16";

    /// <summary>Gets or sets the maximum number of direct connections, 0 (none are accepted) to 100. Default: 16.</summary>
    [Range(0, 100)]
    public int MaxDirectConnections { get; set; } = 16;

    /// <summary>Gets or sets the maximum time of hole punching and of the handshake of a direct connection, 1 second to 1 minute. Default: 15 seconds.</summary>
    [DurationRange(1, 60)]
    public TimeSpan DirectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (WireGuardNetwork.RuleOf(Network) is { } rule)
            yield return new RuleViolation(rule, nameof(Network));
    }
}
