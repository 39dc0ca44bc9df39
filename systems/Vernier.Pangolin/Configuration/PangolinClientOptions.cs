using System.ComponentModel.DataAnnotations;
using System.Net;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of a client, which reaches a resource of a site directly. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class PangolinClientOptions : IValidatableObject
{
    private const string IdentifierPattern = "[a-z][a-z0-9-]{0,63}";
    private const string IdentifierRule = "must consist of 1 to 64 lowercase letters, digits and hyphens, starting with a letter";

    /// <summary>
    /// Gets or sets the URL of the server, such as <c>https://pangolin.example.com</c>. http is allowed on this machine only, unless <see cref="AllowInsecure"/>
    /// is set. Required.
    /// </summary>
    [Required]
    [HttpUrl]
    public Uri? Server { get; set; }

    /// <summary>Gets or sets the identifier of the client: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. Required.</summary>
    [Required]
    [RegularExpression(IdentifierPattern, ErrorMessage = IdentifierRule)]
    public string Id { get; set; } = "";

    /// <summary>Gets or sets the secret of the client, which the server showed when the client was created. Required.</summary>
    [Required]
    [Secret]
    public string Secret { get; set; } = "";

    /// <summary>Gets or sets the identifier of the resource, which the client must be allowed to reach. Required.</summary>
    [Required]
    [RegularExpression(IdentifierPattern, ErrorMessage = IdentifierRule)]
    public string Resource { get; set; } = "";

    /// <summary>Gets or sets the target of the resource. Default: null, a healthy one is selected by weight.</summary>
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,63}", ErrorMessage = "must consist of 1 to 64 letters, digits and any of . _ -, starting with a letter or digit")]
    public string? Target { get; set; }

    /// <summary>Gets or sets the IP address on which the client listens. Default: 127.0.0.1.</summary>
    [Required]
    public string LocalAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// Gets or sets the TCP port on which the client listens, 0 (any free port) to 65,535. What connects to it is connected to the target. Default: 0.
    /// </summary>
    [Port]
    public int LocalPort { get; set; }

    /// <summary>
    /// Gets or sets a PEM file with the certificates of the authorities that are trusted for the server, instead of those of the system. Default: null.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the server may be on another machine without TLS. The secret can then be read in the network between them.
    /// Default: false.
    /// </summary>
    public bool AllowInsecure { get; set; }

    /// <summary>
    /// Gets or sets the IPv4 network of which the server may assign addresses: that of the server's <c>wireguard.network</c>. A server cannot redirect traffic of
    /// this machine to other addresses. Default: <c>10.213.0.0/16</c>.
    /// </summary>
    [Required]
    public string Network { get; set; } = "10.213.0.0/16";

    /// <summary>
    /// Gets or sets the maximum time of each step of connecting: the request to the server, hole punching, and the handshake; 1 second to 1 minute. Default: 15
    /// seconds.
    /// </summary>
    [DurationRange(1, 60)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Gets or sets the mean time before the first attempt to connect again, 0.1 seconds to 1 hour. It doubles with each failed attempt. Default: 1 second.
    /// </summary>
    [DurationRange(0.1, 3600)]
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the maximum mean time between two attempts to connect, 0.1 seconds to 1 hour. Default: 30 seconds.</summary>
    [DurationRange(0.1, 3600)]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Server is { Scheme: "http", IsLoopback: false } && !AllowInsecure)
            yield return new RuleViolation("must be an https URL, because the secret is sent to it; allow_insecure permits http", nameof(Server));
        if (!IPAddress.TryParse(LocalAddress, out _))
            yield return new RuleViolation("must be an IP address", nameof(LocalAddress));
        if (WireGuardNetwork.RuleOf(Network) is { } rule)
            yield return new RuleViolation(rule, nameof(Network));
        if (MaxBackoff < InitialBackoff)
            yield return new RuleViolation("must not be less than initial_backoff", nameof(MaxBackoff));
    }
}
