using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Vernier.Pangolin.Identity;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>Exchanges codes for tokens, and reads the user from a valid ID token (OpenID Connect Core 1.0, section 3.1.3). Thread-safe.</summary>
internal sealed class OidcTokens(OidcHttp http, TimeProvider time)
{
    private const int MaxSubjectLength = 255;
    private const string CriticalHeader = "crit";

    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Only signatures with the published keys: with a client secret as the key, everyone who knows the secret could sign.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };

    /// <summary>Returns the user of a code.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="code">The code of the callback.</param>
    /// <param name="redirectUri">The address of the callback.</param>
    /// <param name="verifier">The PKCE verifier.</param>
    /// <param name="nonce">What the ID token must contain.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="OidcException">The provider is unavailable or rejects the code, or the ID token is invalid.</exception>
    public async Task<OidcUser> ExchangeAsync(OidcProvider provider, string code, string redirectUri, string verifier, string nonce, CancellationToken cancellation)
    {
        var metadata = await provider.ReadAsync(cancellation).ConfigureAwait(false);
        var response = await http.SendAsync(Request(provider, metadata, code, redirectUri, verifier), cancellation).ConfigureAwait(false);
        var idToken = TextOf(response, "id_token") ?? throw new OidcException($"The provider {provider.Options.Name} sent no ID token.");
        var claims = await ValidateAsync(provider, metadata, idToken, cancellation).ConfigureAwait(false);
        if (!claims.TryGetValue("nonce", out string? sent) || sent is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(nonce)))
            throw Invalid(provider, "its nonce belongs to another sign-in");
        if (claims.TryGetValue("azp", out string? party) && party != provider.Options.ClientId)
            throw Invalid(provider, "it was issued to another client");
        if (claims.Subject is not { Length: > 0 and <= MaxSubjectLength } subject || subject.Any(char.IsControl))
            throw Invalid(provider, "it has no usable subject");
        var email = await EmailAsync(provider, metadata, claims, subject, TextOf(response, "access_token"), cancellation).ConfigureAwait(false);
        return new OidcUser(provider.Options.Name, subject, email);
    }

    private static HttpRequestMessage Request(OidcProvider provider, OpenIdConnectConfiguration metadata, string code, string redirectUri, string verifier)
    {
        var options = provider.Options;
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["client_id"] = options.ClientId,
            ["code_verifier"] = verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, metadata.TokenEndpoint);
        if (options.ClientSecret is { Length: > 0 } secret)
        {
            // The default of the specification is client_secret_basic, also for a provider that does not list its methods.
            var methods = metadata.TokenEndpointAuthMethodsSupported;
            if (methods.Contains("client_secret_post") && !methods.Contains("client_secret_basic"))
                form["client_secret"] = secret;
            else
                request.Headers.Authorization = new AuthenticationHeaderValue("Basic", BasicOf(options.ClientId, secret));
        }
        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    /// <summary>Both parts are form-encoded (RFC 6749, section 2.3.1).</summary>
    private static string BasicOf(string clientId, string secret) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(clientId)}:{Uri.EscapeDataString(secret)}"));

    /// <summary>Validates a token. With an unknown key the keys are read again: the provider may have replaced them.</summary>
    private async Task<JsonWebToken> ValidateAsync(OidcProvider provider, OpenIdConnectConfiguration metadata, string idToken, CancellationToken cancellation)
    {
        var result = await _tokens.ValidateTokenAsync(idToken, Parameters(provider, metadata)).ConfigureAwait(false);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException && provider.Renew())
            result = await _tokens.ValidateTokenAsync(idToken, Parameters(provider, await provider.ReadAsync(cancellation).ConfigureAwait(false))).ConfigureAwait(false);
        if (!result.IsValid)
            throw Invalid(provider, ReasonOf(result.Exception));
        // RFC 7515, section 4.1.11: an extension that is not understood. The handler ignores the header.
        var token = (JsonWebToken)result.SecurityToken;
        return token.TryGetHeaderValue<object>(CriticalHeader, out _) ? throw Invalid(provider, "it requires extensions that are not supported (crit)") : token;
    }

    private TokenValidationParameters Parameters(OidcProvider provider, OpenIdConnectConfiguration metadata) => new()
    {
        ValidIssuer = metadata.Issuer,
        ValidAudience = provider.Options.ClientId,
        IssuerSigningKeys = metadata.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = IsCurrent,
    };

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return (notBefore is null || notBefore <= now + ClockSkew) && expires > now - ClockSkew;
    }

    /// <summary>Returns the verified address from the ID token, or from the user info if the token has none.</summary>
    private async Task<string?> EmailAsync(
        OidcProvider provider, OpenIdConnectConfiguration metadata, JsonWebToken claims, string subject, string? accessToken, CancellationToken cancellation)
    {
        if (claims.TryGetValue("email", out string? email))
            return VerifiedEmail(provider, email, claims.TryGetValue("email_verified", out object? verified) && IsTrue(verified));
        if (accessToken is null || !provider.Options.Scopes.Contains("email") || string.IsNullOrEmpty(metadata.UserInfoEndpoint))
            return null;
        var request = new HttpRequestMessage(HttpMethod.Get, metadata.UserInfoEndpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", accessToken) } };
        var info = await http.SendAsync(request, cancellation).ConfigureAwait(false);
        if (TextOf(info, "sub") != subject)
            throw new OidcException($"The user info of the provider {provider.Options.Name} describes another user than the ID token.");
        return VerifiedEmail(provider, TextOf(info, "email"), info.TryGetProperty("email_verified", out var flag) && IsTrue(flag));
    }

    private static string? VerifiedEmail(OidcProvider provider, string? email, bool isVerified) =>
        email is not null && (isVerified || provider.Options.TrustEmail) && UserRules.IsEmail(email) ? email.ToLowerInvariant() : null;

    /// <summary>Some providers send the flag as a text.</summary>
    private static bool IsTrue(object? flag) => flag?.ToString() is "true" or "True";

    private static string? TextOf(JsonElement response, string name) =>
        response.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string ReasonOf(Exception exception) => exception switch
    {
        SecurityTokenSignatureKeyNotFoundException => "its key is unknown",
        SecurityTokenInvalidSignatureException => "its signature is invalid",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not allowed",
        SecurityTokenInvalidAudienceException => "it was issued to another client",
        SecurityTokenInvalidIssuerException => "it has another issuer",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException => "it has expired, or the clock of this server is wrong",
        _ => "it cannot be read",
    };

    private static OidcException Invalid(OidcProvider provider, string reason) => new($"The ID token of the provider {provider.Options.Name} is invalid: {reason}.");
}
