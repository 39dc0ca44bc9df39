using System.ComponentModel.DataAnnotations;
using System.Net;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>The options of certificates. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class CertificateOptions : IValidatableObject
{
    /// <summary>Gets or sets the certificates in files, at most 1,000. Default: empty.</summary>
    public IReadOnlyList<CertificateFileOptions> Files { get; set; } = [];

    /// <summary>
    /// Gets or sets the host name whose certificate is used for clients that send no host name, an IP address, or a host name without a certificate.
    /// Default: null, which refuses their TLS handshakes.
    /// </summary>
    public string? DefaultHost { get; set; }

    /// <summary>
    /// Gets or sets the ACME server that issues certificates for the host names of HTTP resources. Default: null, which orders no certificates; those that
    /// were issued before remain in use until they expire.
    /// </summary>
    public AcmeOptions? Acme { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Files.Count > 1_000)
            yield return new RuleViolation("must have at most 1000 entries", nameof(Files)) { Value = $"{Files.Count} entries" };
        if (DefaultHost is not null && !IsHostName(DefaultHost))
            yield return new RuleViolation("must be a host name, such as app.example.com", nameof(DefaultHost));
    }

    internal static bool IsHostName(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Dns && !IPAddress.TryParse(text, out _);
}
