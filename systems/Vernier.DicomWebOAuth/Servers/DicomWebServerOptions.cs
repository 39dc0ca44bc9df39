namespace Vernier.DicomWebOAuth.Servers;

/// <summary>One DICOMweb server and who gives its tokens. The keys are the names of the properties, unless said otherwise.</summary>
public sealed class DicomWebServerOptions
{
    /// <summary>The root of the DICOMweb service, http or https, without credentials, query and fragment. Required.</summary>
    public string Url { get; set; } = "";

    /// <summary>The OAuth2 token endpoint, http or https. Required, but for a managed identity, which has a default.</summary>
    public string TokenEndpoint { get; set; } = "";

    /// <summary>The client. Required, but for a managed identity.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Its secret. Required, but for a managed identity. Never logged and never part of an error.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The scope to ask for; a managed identity's resource. Default: none.</summary>
    public string Scope { get; set; } = "";

    /// <summary><c>true</c> checks certificates, <c>false</c> does not, anything else is the path of a file with the certificates (PEM) to trust. Default: <c>true</c>.</summary>
    public string VerifySSL { get; set; } = "true";

    /// <summary>A token is renewed this long before it expires, 0 to 3600 s. A token that lives no longer serves only who waits for it. Default: 300.</summary>
    public int TokenRefreshBufferSeconds { get; set; } = 300;

    /// <summary>Who gives the tokens. Default: auto.</summary>
    public ProviderType ProviderType { get; set; } = ProviderType.Auto;

    /// <summary>The public key (PEM) of who signs the tokens; with it each token is checked before it is used. Default: none, no check.</summary>
    public string JWTPublicKey { get; set; } = "";

    /// <summary>The audiences that a checked token may have, one or a list. Default: any.</summary>
    public IReadOnlyList<string> JWTAudience { get; set; } = [];

    /// <summary>The issuer that a checked token must have. Default: any.</summary>
    public string JWTIssuer { get; set; } = "";

    /// <summary>The algorithms that a checked token may be signed with: RS, PS and ES with 256, 384 and 512. Default: RS256.</summary>
    public IReadOnlyList<string> JWTAlgorithms { get; set; } = ["RS256"];

    /// <summary>
    /// The tolerated difference between the clocks of the gateway and the token issuer when the lifetime of a token (<c>exp</c>, <c>nbf</c>) is
    /// validated, 0 to 3600 s. Used only with <see cref="JWTPublicKey"/>. Default: 300.
    /// </summary>
    public int JWTClockSkewSeconds { get; set; } = 300;

    /// <summary>Retries and circuit breaker.</summary>
    public ResilienceOptions ResilienceConfig { get; set; } = new();
}
