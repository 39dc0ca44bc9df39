using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// A certificate with its key in files: an entry of the list <c>files</c>. The files are watched, and a replacement is used for new connections within
/// 5 seconds; an invalid one is logged, and the previous certificate remains in use. The keys are the property names in snake_case.
/// </summary>
[SnakeCaseKeys]
public sealed class CertificateFileOptions : IValidatableObject
{
    /// <summary>
    /// Gets or sets the path of the certificate: a PEM file with the certificate of the server, followed by those of the issuers, or a PKCS #12 file
    /// (<c>.pfx</c>, <c>.p12</c>). Required.
    /// </summary>
    [Required]
    public string Certificate { get; set; } = "";

    /// <summary>Gets or sets the path of the PEM file with the private key, RSA or ECDSA. Default: null, which means the file of the certificate.</summary>
    public string? Key { get; set; }

    /// <summary>Gets or sets the password of an encrypted key or PKCS #12 file. Default: null, which means that it is not encrypted.</summary>
    [Secret]
    public string? Password { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Certificate.Length > 0 && !File.Exists(Certificate))
            yield return new RuleViolation("must be the path of an existing file", nameof(Certificate));
        if (Key is not null && !File.Exists(Key))
            yield return new RuleViolation("must be the path of an existing file", nameof(Key));
    }
}
