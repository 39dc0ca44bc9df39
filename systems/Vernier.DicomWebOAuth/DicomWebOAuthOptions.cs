using Microsoft.Extensions.Configuration;
using Vernier.DicomWebOAuth.Servers;

namespace Vernier.DicomWebOAuth;

/// <summary>The settings of DICOMweb OAuth: the document's <c>DicomWebOAuth</c>. The keys are the names of the properties, unless said otherwise.</summary>
public sealed class DicomWebOAuthOptions
{
    /// <summary>The port for whoever listens, 1 to 65535, or 0 for any free one. Default: 8042. Key: <c>port</c>.</summary>
    [ConfigurationKeyName("port")]
    public int Port { get; set; } = 8042;

    /// <summary>The version of the configuration, <c>1.0</c> or <c>2.0</c>; both have the same keys and defaults. Default: <c>2.0</c>.</summary>
    public string ConfigVersion { get; set; } = "2.0";

    /// <summary>The DICOMweb servers by name (1 to 100 letters, digits, and any of . _ -). At least one.</summary>
    public IReadOnlyDictionary<string, DicomWebServerOptions> Servers { get; set; } = new Dictionary<string, DicomWebServerOptions>();

    /// <summary>How many requests a client address may make within the window, at least 1; scrapes do not count. Default: 10.</summary>
    public int RateLimitRequests { get; set; } = 10;

    /// <summary>The window of the rate limit, 1 to 86400 s. Default: 60.</summary>
    public int RateLimitWindowSeconds { get; set; } = 60;
}
