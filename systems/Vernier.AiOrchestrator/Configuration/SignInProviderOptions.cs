using System.ComponentModel.DataAnnotations;
using Vernier.AspNetCore.Configuration;

namespace Vernier.AiOrchestrator.Configuration;

/// <summary>
/// An OAuth2 provider: an entry of the list <c>providers</c>. The endpoints, scopes and claims of <c>github</c>, <c>google</c> and <c>gitlab</c> have
/// defaults.
/// </summary>
[SnakeCaseKeys]
public sealed class SignInProviderOptions : IValidatableObject
{
    /// <summary>Gets or sets the name in the addresses: 1 to 32 lowercase letters, digits and -. Required and unique.</summary>
    [Required]
    [RegularExpression("[a-z0-9-]{1,32}", ErrorMessage = "must consist of 1 to 32 lowercase letters, digits and -")]
    public string Name { get; set; } = "";

    /// <summary>Gets or sets the authorization endpoint, https, or http on this machine. Required for other providers than the known ones.</summary>
    [HttpUrl]
    public Uri? AuthorizationEndpoint { get; set; }

    /// <summary>Gets or sets the token endpoint, https, or http on this machine. Required for other providers than the known ones.</summary>
    [HttpUrl]
    public Uri? TokenEndpoint { get; set; }

    /// <summary>Gets or sets the endpoint that describes the user, https, or http on this machine. Required for other providers than the known ones.</summary>
    [HttpUrl]
    public Uri? UserInfoEndpoint { get; set; }

    /// <summary>Gets or sets the client identifier that the provider issued. Required.</summary>
    [Required]
    public string ClientId { get; set; } = "";

    /// <summary>
    /// Gets or sets the client secret that the provider issued. With a registration endpoint it is the initial one: later ones are in the secret store,
    /// until this value changes. Required.
    /// </summary>
    [Required]
    [Secret]
    public string ClientSecret { get; set; } = "";

    /// <summary>Gets or sets the scopes to request. Default: those of a known provider, otherwise empty.</summary>
    public IReadOnlyList<string> Scopes { get; set; } = [];

    /// <summary>
    /// Gets or sets the claim that identifies the user and never changes. Default: <c>sub</c>; <c>id</c> for GitHub.
    /// </summary>
    public string? SubjectClaim { get; set; }

    /// <summary>
    /// Gets or sets the claim from which the name of a new user is derived. Default: <c>preferred_username</c>; that of a known provider.
    /// </summary>
    public string? UserNameClaim { get; set; }

    /// <summary>
    /// Gets or sets the client configuration endpoint of this client (RFC 7592), with which its secret is rotated. Default: null; the secret is not
    /// rotated.
    /// </summary>
    [HttpUrl]
    public Uri? RegistrationEndpoint { get; set; }

    /// <summary>
    /// Gets or sets the registration access token of this client. Like the client secret it is the initial one. Required with a registration endpoint.
    /// </summary>
    [Secret]
    public string? RegistrationToken { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether the client secret is rotated by the schedule <c>secrets:rotation:oauth2</c>. It requires a registration
    /// endpoint. Default: false.
    /// </summary>
    public bool Rotate { get; set; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        var isKnown = SignInPresets.Find(Name) is not null;
        (string Name, Uri? Address, bool IsRequired)[] endpoints =
        [
            (nameof(AuthorizationEndpoint), AuthorizationEndpoint, !isKnown),
            (nameof(TokenEndpoint), TokenEndpoint, !isKnown),
            (nameof(UserInfoEndpoint), UserInfoEndpoint, !isKnown),
            (nameof(RegistrationEndpoint), RegistrationEndpoint, false),
        ];
        foreach ((var name, var address, var isRequired) in endpoints)
        {
            if (address is null && isRequired)
                yield return RuleViolation.Missing(name);
            else if (address is { Scheme: "http", IsLoopback: false })
                yield return new RuleViolation("must be an https URL, because secrets are sent to it", name);
        }
        if (Rotate && RegistrationEndpoint is null)
            yield return new RuleViolation("a value is required when rotate is true", nameof(RegistrationEndpoint)) { Kind = OptionFailureKind.MissingValue };
        if (RegistrationEndpoint is not null && string.IsNullOrEmpty(RegistrationToken))
            yield return new RuleViolation("a value is required when registration_endpoint is set", nameof(RegistrationToken)) { Kind = OptionFailureKind.MissingValue };
    }
}
