using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Secrets;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.SignIn;

/// <summary>Where to send a browser to sign in, and the PKCE verifier that it must keep.</summary>
internal sealed record SignInRedirect(string Address, string State, string Verifier)
{
    public override string ToString() => nameof(SignInRedirect);
}

/// <summary>Signs users in with the authorization code flow and PKCE (RFC 6749, RFC 7636). Thread-safe.</summary>
internal sealed partial class SignInService(
    SignInProviders providers, ClientSecrets secrets, SignInStates states, ProviderHttp http, Users users, TokenService tokens, TimeProvider time, ILogger<SignInService> logger)
{
    private const int MaxClaimLength = 200;

    private readonly OutageTracker _outages = new(time);

    /// <summary>Starts a sign-in.</summary>
    /// <exception cref="RequestException">404: the provider is unknown.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<SignInRedirect> StartAsync(string providerName, string redirectUri, CancellationToken cancellation)
    {
        var provider = providers.Find(providerName);
        var (state, verifier) = (NewValue(), NewValue());
        var challenge = ChallengeOf(verifier);
        await states.AddAsync(state, provider.Name, challenge, redirectUri, cancellation).ConfigureAwait(false);
        var query = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = provider.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = provider.Scope.Length == 0 ? null : provider.Scope,
            ["state"] = state,
            ["code_challenge"] = challenge,
            ["code_challenge_method"] = "S256",
        };
        return new SignInRedirect(QueryHelpers.AddQueryString(provider.AuthorizationEndpoint.AbsoluteUri, query), state, verifier);
    }

    /// <summary>Completes a sign-in with what the provider sent to the callback.</summary>
    /// <param name="providerName">The provider.</param>
    /// <param name="state">The state parameter.</param>
    /// <param name="verifier">The PKCE verifier of the browser; null if it has none for this state.</param>
    /// <param name="code">The authorization code.</param>
    /// <param name="error">The error of the provider.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="RequestException">The sign-in is invalid, or the provider refused it or failed.</exception>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<TokenPair> CompleteAsync(string providerName, string? state, string? verifier, string? code, string? error, CancellationToken cancellation)
    {
        var provider = providers.Find(providerName);
        var started = string.IsNullOrEmpty(state) ? null : await states.TakeAsync(state, provider.Name, cancellation).ConfigureAwait(false);
        if (started is null || verifier is null || !IsChallengeOf(started.Challenge, verifier))
        {
            throw new RequestException(
                StatusCodes.Status400BadRequest, $"The sign-in with {provider.Name} has expired, was already completed, or was started in another browser. Start again.");
        }
        if (error is not null)
            throw new RequestException(StatusCodes.Status401Unauthorized, $"{provider.Name} refused the sign-in ({ProviderHttp.Describe(error)}).");
        if (string.IsNullOrEmpty(code))
            throw new RequestException(StatusCodes.Status400BadRequest, "The parameter code is required.");

        try
        {
            var token = await ExchangeAsync(provider, code, verifier, started.RedirectUri, cancellation).ConfigureAwait(false);
            var (subject, name) = await ReadUserAsync(provider, token, cancellation).ConfigureAwait(false);
            if (_outages.Succeeded(provider.Name) is { } outage)
                LogSucceeds(provider.Name, outage.Failures, outage.Duration);
            var user = await users.EnsureExternalAsync(provider.Name, subject, name, cancellation).ConfigureAwait(false);
            return await tokens.IssueAsync(user, cancellation).ConfigureAwait(false);
        }
        catch (ProviderException exception) when (exception.Error is "invalid_grant" or "bad_verification_code")
        {
            throw new RequestException(StatusCodes.Status401Unauthorized, $"{exception.Message} The authorization code is invalid or has expired. Start again.");
        }
        catch (Exception exception) when (exception is ProviderException or SecretException)
        {
            if (_outages.Failed(provider.Name, exception.Message))
                LogFailed(provider.Name, exception.Message);
            throw exception is SecretException
                ? new RequestException(StatusCodes.Status503ServiceUnavailable, "The secret store is unavailable. Try again later.")
                : new RequestException(StatusCodes.Status502BadGateway, $"The sign-in failed: {exception.Message}");
        }
    }

    private static string NewValue() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)));

    private static bool IsChallengeOf(string challenge, string verifier) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(challenge), Encoding.UTF8.GetBytes(ChallengeOf(verifier)));

    private async Task<string> ExchangeAsync(SignInProvider provider, string code, string verifier, string redirectUri, CancellationToken cancellation)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = redirectUri,
            ["client_id"] = provider.ClientId,
            ["client_secret"] = await secrets.CurrentAsync(provider, cancellation).ConfigureAwait(false),
            ["code_verifier"] = verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint) { Content = new FormUrlEncodedContent(form) };
        var response = await http.SendAsync(provider, request, cancellation).ConfigureAwait(false);
        return ReadClaim(response, "access_token", int.MaxValue) ?? throw new ProviderException($"{provider.Name} sent no access token.");
    }

    private async Task<(string Subject, string Name)> ReadUserAsync(SignInProvider provider, string token, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, provider.UserInfoEndpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        var info = await http.SendAsync(provider, request, cancellation).ConfigureAwait(false);
        var subject = ReadClaim(info, provider.SubjectClaim, MaxClaimLength)
            ?? throw new ProviderException($"The user of {provider.Name} has no claim {provider.SubjectClaim}. Check subject_claim and scopes.");
        // The name of an email address is the part before the at sign.
        return (subject, (ReadClaim(info, provider.UserNameClaim, MaxClaimLength) ?? subject).Split('@')[0]);
    }

    /// <summary>Returns a claim that is a text or a number.</summary>
    private static string? ReadClaim(JsonObject claims, string name, int maxLength) =>
        claims[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && value.ToString() is { Length: > 0 } text && text.Length <= maxLength
            ? text
            : null;

    [LoggerMessage(2, LogLevel.Warning, "Sign-in with {Provider} succeeds again; {Failures} attempts failed within {Duration}.")]
    private partial void LogSucceeds(string provider, long failures, TimeSpan duration);

    [LoggerMessage(1, LogLevel.Error, "Sign-in with {Provider} failed: {Reason} (logged once per cause and outage)")]
    private partial void LogFailed(string provider, string reason);
}
