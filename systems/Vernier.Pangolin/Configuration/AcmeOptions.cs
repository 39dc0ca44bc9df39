using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// The ACME server (RFC 8555) that issues certificates for the host names of HTTP resources, with the challenge HTTP-01: the ACME server requests
/// <c>http://HOST/.well-known/acme-challenge/TOKEN</c> on port 80, which must reach this server. A resource whose host name a certificate file covers gets
/// none. Wildcards and IP addresses are not possible. The keys are the property names in snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class AcmeOptions : IValidatableObject
{
    /// <summary>Gets or sets the directory of the ACME server; https, or http on this machine. Default: that of Let's Encrypt.</summary>
    [Required]
    [HttpUrl]
    public Uri Directory { get; set; } = new("https://acme-v02.api.letsencrypt.org/directory");

    /// <summary>Gets or sets a value indicating whether you accept the terms of service of the ACME server. Must be true. Default: false.</summary>
    public bool AcceptTerms { get; set; }

    /// <summary>
    /// Gets or sets the e-mail addresses that the ACME server gets when the account is created, at most 10. Default: empty.
    /// </summary>
    public IReadOnlyList<string> Contacts { get; set; } = [];

    /// <summary>
    /// Gets or sets the host names that get a certificate, if a resource has them. Default: empty, which means the host names of all HTTP resources.
    /// </summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>Gets or sets the PEM file with the certificate authorities of the ACME server's own certificate. Default: null, which means those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>
    /// Gets or sets the port on which only challenges are served, 0 (any free port) to 65,535. Default: null; the proxy serves them on its own ports.
    /// </summary>
    [Port]
    [NeedsRestart]
    public int? ChallengePort { get; set; }

    /// <summary>Gets or sets the key identifier of an external account, if the ACME server requires one. Default: null.</summary>
    [StringLength(500, MinimumLength = 1, ErrorMessage = "must have 1 to 500 characters")]
    public string? ExternalAccountId { get; set; }

    /// <summary>Gets or sets the key of the external account in base64url. Default: null.</summary>
    [Secret]
    public string? ExternalAccountKey { get; set; }

    /// <summary>
    /// Gets or sets how long before its expiry a certificate is renewed, 1 hour to 1 year; at most a third of its lifetime is used. Default: 30 days.
    /// </summary>
    [DurationRange(3_600, 31_536_000)]
    public TimeSpan RenewBefore { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Gets or sets the maximum time for one request to the ACME server, 1 to 300 seconds. Default: 30 seconds.</summary>
    [DurationRange(1, 300)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!AcceptTerms)
            yield return new RuleViolation("must be true; read the terms of service of the ACME server before you accept them", nameof(AcceptTerms));
        if (Directory is { Scheme: "http", IsLoopback: false })
            yield return new RuleViolation("must be an https URL; http is allowed only on this machine", nameof(Directory));
        if (Contacts.Count > 10)
            yield return new RuleViolation("must have at most 10 entries", nameof(Contacts)) { Value = $"{Contacts.Count} entries" };
        foreach (var (i, contact) in Contacts.Index())
        {
            if (!IsMail(contact))
                yield return new RuleViolation("must be an e-mail address", nameof(Contacts), $"{i}") { Value = contact };
        }
        foreach (var (i, host) in Hosts.Index())
        {
            if (host.Contains('*', StringComparison.Ordinal))
                yield return new RuleViolation("must not be a wildcard, which HTTP-01 cannot validate; use a certificate file", nameof(Hosts), $"{i}") { Value = host };
            else if (!CertificateOptions.IsHostName(host))
                yield return new RuleViolation("must be a host name, such as app.example.com; for an IP address use a certificate file", nameof(Hosts), $"{i}") { Value = host };
        }
        if (CaFile is not null && !HasCertificates(CaFile))
            yield return new RuleViolation("must be the path of a PEM file with certificates", nameof(CaFile));
        if (ExternalAccountKey is not null && !IsKey(ExternalAccountKey))
            yield return new RuleViolation("must be a key in base64url", nameof(ExternalAccountKey));
        if (ExternalAccountId is null && ExternalAccountKey is not null)
            yield return new RuleViolation("a value is required when external_account_key is set", nameof(ExternalAccountId)) { Kind = OptionFailureKind.MissingValue };
        if (ExternalAccountKey is null && ExternalAccountId is not null)
            yield return new RuleViolation("a value is required when external_account_id is set", nameof(ExternalAccountKey)) { Kind = OptionFailureKind.MissingValue };
    }

    private static bool IsMail(string text) =>
        text.Length <= 254 && text.IndexOf('@', StringComparison.Ordinal) > 0 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or '?')
        && CertificateOptions.IsHostName(text[(text.LastIndexOf('@') + 1)..]);

    private static bool IsKey(string text) => text.Length > 0 && Base64Url.IsValid(text);

    private static bool HasCertificates(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }
}
