using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Vernier.AspNetCore.Configuration;

namespace Vernier.DicomWebOAuth.Servers;

/// <summary>A DICOMweb server and the issuer of its tokens. The keys are the names of the properties, unless stated otherwise.</summary>
public sealed class DicomWebServerOptions : IValidatableObject
{
    /// <summary>The root of the DICOMweb service, http or https, without credentials, query and fragment. Required.</summary>
    [Required]
    [HttpUrl]
    public Uri? Url { get; set; }

    /// <summary>The OAuth2 token endpoint, http or https. Required, except for a managed identity, which has a default.</summary>
    [HttpUrl]
    public Uri? TokenEndpoint { get; set; }

    /// <summary>The client. Required, except for a managed identity.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret of the client. Required, except for a managed identity. It is never logged and never part of an error.</summary>
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>The scope to request; the resource of a managed identity. Default: none.</summary>
    public string Scope { get; set; } = "";

    /// <summary><c>true</c> verifies certificates, <c>false</c> does not, anything else is the path of a PEM file with the certificates to trust. Default: <c>true</c>.</summary>
    public string VerifySSL { get; set; } = "true";

    /// <summary>
    /// How long before its expiry a token is refreshed, 0 to 1 hour. A token with a shorter lifetime is used only by the requests that wait for it.
    /// Default: 300 seconds. Key: <c>TokenRefreshBufferSeconds</c>.
    /// </summary>
    [DurationRange(0, 3600)]
    [ConfigurationKeyName("TokenRefreshBufferSeconds")]
    public TimeSpan TokenRefreshBuffer { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>The issuer of the tokens. Default: auto.</summary>
    public ProviderType ProviderType { get; set; } = ProviderType.Auto;

    /// <summary>The public key (PEM) of the signer of the tokens. When it is set, each token is validated before it is used. Default: none.</summary>
    public string JWTPublicKey { get; set; } = "";

    /// <summary>The audiences that a validated token may have, one or a list. Default: any.</summary>
    public IReadOnlyList<string> JWTAudience { get; set; } = [];

    /// <summary>The issuer that a validated token must have. Default: any.</summary>
    public string JWTIssuer { get; set; } = "";

    /// <summary>The algorithms that a validated token may be signed with: RS, PS and ES with 256, 384 and 512. Default: RS256.</summary>
    public IReadOnlyList<string> JWTAlgorithms { get; set; } = ["RS256"];

    /// <summary>
    /// The tolerated difference between the clocks of the gateway and the token issuer when the lifetime of a token (<c>exp</c>, <c>nbf</c>) is
    /// validated, 0 to 1 hour. Used only with <see cref="JWTPublicKey"/>. Default: 300 seconds. Key: <c>JWTClockSkewSeconds</c>.
    /// </summary>
    [DurationRange(0, 3600)]
    [ConfigurationKeyName("JWTClockSkewSeconds")]
    public TimeSpan JWTClockSkew { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Retries and circuit breaker.</summary>
    public ResilienceOptions ResilienceConfig { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext) => [.. CheckRequired(), .. CheckTrust(), .. CheckJwt()];

    private IEnumerable<RuleViolation> CheckRequired()
    {
        if (!string.IsNullOrEmpty(Url?.Query))
            yield return new RuleViolation("must not have a query", nameof(Url));
        if (ProviderType == ProviderType.AzureManagedIdentity)
        {
            if (Scope.Length == 0)
                yield return RuleViolation.Missing(nameof(Scope));
            yield break;
        }

        if (TokenEndpoint is null)
            yield return RuleViolation.Missing(nameof(TokenEndpoint));
        if (ClientId.Length == 0)
            yield return RuleViolation.Missing(nameof(ClientId));
        if (ClientSecret.Length == 0)
            yield return RuleViolation.Missing(nameof(ClientSecret));
    }

    private IEnumerable<RuleViolation> CheckTrust()
    {
        if (!bool.TryParse(VerifySSL, out _) && !HasCertificates(VerifySSL))
            yield return new RuleViolation("must be true, false or the path of a PEM file with certificates", nameof(VerifySSL));
    }

    private static bool HasCertificates(string file)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private IEnumerable<RuleViolation> CheckJwt()
    {
        foreach (var algorithm in JWTAlgorithms.Where(algorithm => !JwtKey.Algorithms.Contains(algorithm)))
            yield return new RuleViolation($"must be one of {string.Join(", ", JwtKey.Algorithms)}", nameof(JWTAlgorithms)) { Value = algorithm };
        if (JWTPublicKey.Length > 0 && !JwtKey.IsValid(JWTPublicKey))
            yield return new RuleViolation("must be an RSA or EC public key in PEM format", nameof(JWTPublicKey));
        if (JWTPublicKey.Length == 0 && (JWTIssuer.Length > 0 || JWTAudience.Count > 0))
            yield return new RuleViolation("a value is required when JWTIssuer or JWTAudience is set", nameof(JWTPublicKey)) { Kind = OptionFailureKind.MissingValue };
    }
}
