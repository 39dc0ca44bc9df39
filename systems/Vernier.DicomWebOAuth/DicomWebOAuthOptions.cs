using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;
using Vernier.AspNetCore.Security;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth;

/// <summary>The settings of DICOMweb OAuth. The keys are the names of the properties, unless stated otherwise. Read once, at startup.</summary>
public sealed class DicomWebOAuthOptions : IValidatableObject
{
    private const int MaxNameLength = 100;

    /// <summary>The port for the application that listens, 1 to 65535, or 0 for any free port. Default: 8042. Key: <c>port</c>.</summary>
    [Port]
    [ConfigurationKeyName("port")]
    public int Port { get; set; } = 8042;

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

    /// <summary>The version of the configuration, <c>1.0</c> or <c>2.0</c>; both have the same keys and defaults. Default: <c>2.0</c>.</summary>
    [AllowedValues("1.0", "2.0")]
    public string ConfigVersion { get; set; } = "2.0";

    /// <summary>The DICOMweb servers by name: 1 to 100 letters, digits, and any of . _ -. At least one is required.</summary>
    public IReadOnlyDictionary<string, DicomWebServerOptions> Servers { get; set; } = new Dictionary<string, DicomWebServerOptions>();

    /// <summary>The maximum number of requests of a client address within the window, at least 1; scrapes do not count. Default: 10.</summary>
    [Range(1, int.MaxValue)]
    public int RateLimitRequests { get; set; } = 10;

    /// <summary>The window of the rate limit, 1 second to 1 day. Default: 60 seconds. Key: <c>RateLimitWindowSeconds</c>.</summary>
    [DurationRange(1, 86_400)]
    [ConfigurationKeyName("RateLimitWindowSeconds")]
    public TimeSpan RateLimitWindow { get; set; } = TimeSpan.FromSeconds(60);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        foreach (var failure in RequestRules.Validate(AllowedHosts, nameof(AllowedHosts), AllowedOrigins, nameof(AllowedOrigins)))
            yield return failure;
        if (Servers.Count == 0)
            yield return new RuleViolation("at least one server is required", nameof(Servers)) { Kind = OptionFailureKind.MissingValue };
        foreach (var name in Servers.Keys.Where(name => !IsServerName(name)))
            yield return new RuleViolation($"the name of a server must consist of 1 to {MaxNameLength} letters, digits, and any of . _ -", nameof(Servers), name);
    }

    private static bool IsServerName(string name) =>
        name.Length is > 0 and <= MaxNameLength && name.All(c => char.IsAsciiLetterOrDigit(c) || "._-".Contains(c, StringComparison.Ordinal));
}
