using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of certificates. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class CertificateOptions
{
    /// <summary>
    /// Gets or sets the host name whose certificate is used for clients that send no host name, an IP address, or a host name without a certificate.
    /// Default: null, which refuses their TLS handshakes.
    /// </summary>
    public string? DefaultHost { get; set; }
}
