using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>A HashiCorp Vault with a version 2 key-value engine. The keys are the property names in snake_case.</summary>
[SnakeCaseKeys]
public sealed class VaultOptions : IValidatableObject
{
    private const string PathRule = "must consist of segments of letters, digits, - and _, separated by /";
    private const string PathPattern = "[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*";

    /// <summary>Gets or sets the address, an absolute http or https URL such as <c>https://vault.example.org:8200</c>. Required.</summary>
    [Required]
    [HttpUrl]
    public Uri? Address { get; set; }

    /// <summary>Gets or sets the token. It is renewed if it is renewable. Either it or <c>role_id</c> and <c>secret_id</c> are required. Default: null.</summary>
    [Secret]
    [RegularExpression("[!-~]+", ErrorMessage = "must consist of printable ASCII characters")]
    public string? Token { get; set; }

    /// <summary>Gets or sets the role of the AppRole login. Default: null.</summary>
    [RegularExpression("[!-~]+", ErrorMessage = "must consist of printable ASCII characters")]
    public string? RoleId { get; set; }

    /// <summary>Gets or sets the secret of the AppRole login. Default: null.</summary>
    [Secret]
    [RegularExpression("[!-~]+", ErrorMessage = "must consist of printable ASCII characters")]
    public string? SecretId { get; set; }

    /// <summary>Gets or sets the namespace of Vault Enterprise. Default: null.</summary>
    [RegularExpression(PathPattern, ErrorMessage = PathRule)]
    public string? Namespace { get; set; }

    /// <summary>Gets or sets the PEM file with the certificate authorities to trust. Default: null, which means those of the system.</summary>
    public string? CaFile { get; set; }

    /// <summary>Gets or sets the mount of the key-value engine. Default: <c>secret</c>.</summary>
    [Required]
    [RegularExpression(PathPattern, ErrorMessage = PathRule)]
    public string Mount { get; set; } = "secret";

    /// <summary>Gets or sets the path that precedes the names of the secrets. Default: <c>ai-orchestrator</c>.</summary>
    [Required]
    [RegularExpression(PathPattern, ErrorMessage = PathRule)]
    public string Path { get; set; } = "ai-orchestrator";

    /// <summary>Gets or sets the maximum time for one request, 0.1 to 60 seconds. Default: 10 seconds.</summary>
    [DurationRange(0.1, 60)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Token is null && RoleId is null && SecretId is null)
            yield return new RuleViolation("a value is required, or role_id and secret_id", nameof(Token)) { Kind = OptionFailureKind.MissingValue };
        else if (Token is not null && (RoleId is not null || SecretId is not null))
            yield return new RuleViolation("must not be set together with role_id or secret_id", nameof(Token));
        else if (Token is null && RoleId is null)
            yield return new RuleViolation("a value is required when secret_id is set", nameof(RoleId)) { Kind = OptionFailureKind.MissingValue };
        else if (Token is null && SecretId is null)
            yield return new RuleViolation("a value is required when role_id is set", nameof(SecretId)) { Kind = OptionFailureKind.MissingValue };
        if (!string.IsNullOrEmpty(Address?.Query))
            yield return new RuleViolation("must not have a query", nameof(Address));
        if (CaFile is not null && !HasCertificates(CaFile))
            yield return new RuleViolation("must be the path of a PEM file with certificates", nameof(CaFile));
    }

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
