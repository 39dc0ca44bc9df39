using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.Pangolin.Configuration;

/// <summary>
/// An OpenID Connect provider: an entry of the list <c>providers</c>. Its endpoints and keys are read from
/// <c>ISSUER/.well-known/openid-configuration</c>. Register <c>PUBLIC_URL/sign-in/oidc/NAME/callback</c> as the redirect URI of the client.
/// </summary>
[SnakeCaseKeys]
public sealed class OidcProviderOptions : IValidatableObject
{
    /// <summary>Gets or sets the name in addresses: 1 to 32 lowercase letters, digits and -. Required and unique.</summary>
    [Required]
    [RegularExpression("[a-z0-9-]{1,32}", ErrorMessage = "must consist of 1 to 32 lowercase letters, digits and -")]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the name on the sign-in page. Default: null, which means the name in addresses.</summary>
    [StringLength(100)]
    public string? DisplayName { get; set; }

    /// <summary>Gets or sets the issuer, an https URL, or http on this machine. Required.</summary>
    [Required]
    [HttpUrl]
    public Uri? Issuer { get; set; }

    /// <summary>Gets or sets the client identifier that the provider issued. Required.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>Gets or sets the client secret that the provider issued. Default: null, for a public client.</summary>
    [Secret]
    public string? ClientSecret { get; set; }

    /// <summary>Gets or sets the scopes to request, with <c>openid</c>. Default: openid, email and profile.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = ["openid", "email", "profile"];

    /// <summary>
    /// Gets or sets a value indicating whether the e-mail addresses of the provider are correct although it does not send the claim
    /// <c>email_verified</c>. Set it only if users of the provider cannot choose the address themselves. Default: false.
    /// </summary>
    public bool TrustEmail { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Issuer is { Scheme: "http", IsLoopback: false })
            yield return new RuleViolation("must be an https URL, because secrets are sent to it", nameof(Issuer));
        if (!string.IsNullOrEmpty(Issuer?.Query))
            yield return new RuleViolation("must not have a query", nameof(Issuer));
        if (!Scopes.Contains("openid"))
            yield return new RuleViolation("must contain openid", nameof(Scopes));
    }
}
