using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of a site, which publishes services of its network through a Pangolin server. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class PangolinSiteOptions : IValidatableObject
{
    private const string InsecureRule = "must be an https URL, because the secret is sent to it; allow_insecure permits http";
    private const string NamePattern = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    /// <summary>
    /// Gets or sets the URL of the server, such as <c>https://pangolin.example.com</c>; a path in front of the server is allowed. http is allowed on this
    /// machine only, unless <see cref="AllowInsecure"/> is set. Required.
    /// </summary>
    [Required]
    [HttpUrl]
    public Uri? Server { get; set; }

    /// <summary>
    /// Gets or sets the URLs of further servers that share a database with <see cref="Server"/>, at most 20. The site connects to one of them at a time: when it
    /// loses the connection, or cannot connect, it tries the next one. Default: empty.
    /// </summary>
    public IReadOnlyList<Uri> FurtherServers { get; set; } = [];

    /// <summary>Gets or sets the identifier of the site: 1 to 64 lowercase letters, digits and hyphens, starting with a letter. Required.</summary>
    [Required]
    [RegularExpression("[a-z][a-z0-9-]{0,63}", ErrorMessage = "must consist of 1 to 64 lowercase letters, digits and hyphens, starting with a letter")]
    public string Id { get; set; } = "";

    /// <summary>Gets or sets the secret of the site, which the server showed when the site was created. Required.</summary>
    [Required]
    [Secret]
    public string Secret { get; set; } = "";

    /// <summary>Gets or sets the region, for metrics; the region that is configured at the server is used instead. Default: null.</summary>
    [RegularExpression(NamePattern, ErrorMessage = "must consist of 1 to 64 letters, digits and any of . _ -, starting with a letter or digit")]
    public string? Region { get; set; }

    /// <summary>
    /// Gets or sets the services that the site publishes, by name. The schemes are http, https, h2c (HTTP/2 without TLS) and tcp with a port, such as
    /// <c>http://localhost:8000</c> or <c>tcp://db:5432</c>. The path of a request is appended to the path of the URL. At least one and at most 1,000.
    /// </summary>
    public IDictionary<string, string> Targets { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Gets or sets a PEM file with the certificates of the authorities that are trusted for the server, instead of those of the system. Default: null.
    /// </summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the server may be on another machine without TLS. The secret and all requests can then be read in the network
    /// between them. Default: false.
    /// </summary>
    public bool AllowInsecure { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether any certificate of a target with https is accepted, such as a self-signed one. Default: false.
    /// </summary>
    public bool AcceptAnyTargetCertificate { get; set; }

    /// <summary>Gets or sets the time to connect to the server and complete the handshake, 1 second to 5 minutes. Default: 10 seconds.</summary>
    [DurationRange(1, 300)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets the time to connect to a target, 0.1 seconds to 5 minutes. Default: 5 seconds.</summary>
    [DurationRange(0.1, 300)]
    public TimeSpan TargetConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets or sets how long no byte of an HTTP request or response may move before the request fails, 1 second to 1 day. WebSockets and TCP connections may
    /// be idle for longer. Default: 100 seconds.
    /// </summary>
    [DurationRange(1, 86_400)]
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Gets or sets the mean time before the first attempt to connect again, 0.1 seconds to 1 hour. It doubles with each failed attempt. Default: 1 second.
    /// </summary>
    [DurationRange(0.1, 3600)]
    public TimeSpan InitialBackoff { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets the maximum mean time between two attempts to connect, 0.1 seconds to 1 hour. Default: 30 seconds.</summary>
    [DurationRange(0.1, 3600)]
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long requests in progress may take when the tunnel is closed in an orderly way, 0 to 5 minutes. Default: 10 seconds.</summary>
    [DurationRange(0, 300, AllowZero = true)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets WireGuard.</summary>
    public SiteWireGuardOptions Wireguard { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Server is { Scheme: "http", IsLoopback: false } && !AllowInsecure)
            yield return new RuleViolation(InsecureRule, nameof(Server));
        if (FurtherServers.Count > 20)
            yield return new RuleViolation("must contain at most 20 servers", nameof(FurtherServers));
        for (var i = 0; i < FurtherServers.Count; i++)
        {
            if (!new HttpUrlAttribute().IsValid(FurtherServers[i]))
                yield return new RuleViolation(new HttpUrlAttribute().FormatErrorMessage(nameof(FurtherServers)), nameof(FurtherServers), $"{i}");
            else if (FurtherServers[i] is { Scheme: "http", IsLoopback: false } && !AllowInsecure)
                yield return new RuleViolation(InsecureRule, nameof(FurtherServers), $"{i}");
        }
        if (MaxBackoff < InitialBackoff)
            yield return new RuleViolation("must not be less than initial_backoff", nameof(MaxBackoff));
        if (Targets.Count is 0 or > 1_000)
            yield return new RuleViolation("must contain 1 to 1000 targets", nameof(Targets));
        foreach (var (name, url) in Targets)
        {
            if (!System.Text.RegularExpressions.Regex.IsMatch(name, $"^{NamePattern}\\z"))
            {
                yield return new RuleViolation(
                    "the name of a target must consist of 1 to 64 letters, digits and any of . _ -, starting with a letter or digit", nameof(Targets), name)
                { Value = name };
            }
            if (!IsTarget(url))
            {
                yield return new RuleViolation(
                    "must be a URL such as http://localhost:8000, https://nas.lan, h2c://localhost:5000 or tcp://localhost:5432, without user name, query and fragment",
                    nameof(Targets), name);
            }
        }
    }

    private static bool IsTarget(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
        && (url.Scheme is "http" or "https" || (url.Scheme == "h2c" && url.Port > 0) || (url is { Scheme: "tcp", Port: > 0 } && url.AbsolutePath is "" or "/"));
}
