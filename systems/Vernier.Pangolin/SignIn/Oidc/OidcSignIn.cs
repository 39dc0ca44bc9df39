using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.SignIn.Attempts;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Oidc;

/// <summary>Signs in users of OpenID Connect providers: authorization code with PKCE, state and nonce, each used once. Thread-safe.</summary>
internal sealed partial class OidcSignIn(
    OidcProviders providers, OidcStates states, OidcTokens tokens, AttemptEnd end, PangolinSettings settings, TimeProvider time, ILogger<OidcSignIn> logger)
{
    private const int StateBytes = 32;

    private readonly OutageTracker _outages = new(time);

    /// <summary>Starts a sign-in. Returns the address of the provider; null if it failed.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AttemptResult> StartAsync(SignInAttempt attempt, string provider, string ticket, OidcBrowser browser, CancellationToken cancellation)
    {
        if (!attempt.Policy.Has(AuthMethod.Oidc) || attempt.Policy.OidcProvider != provider || providers.Find(provider) is not { } known)
            return end.Fail(attempt, AuthMethod.Oidc, AuthFailureReason.NoMoreMethods);
        try
        {
            var metadata = await known.ReadAsync(cancellation).ConfigureAwait(false);
            var state = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(StateBytes));
            var challenge = browser.ChallengeOf(state);
            await states.AddAsync(state, new OidcState { Provider = provider, Challenge = challenge, Ticket = ticket }, cancellation).ConfigureAwait(false);
            return new AttemptResult(QueryHelpers.AddQueryString(metadata.AuthorizationEndpoint, new Dictionary<string, string?>
            {
                ["response_type"] = "code",
                ["client_id"] = known.Options.ClientId,
                ["redirect_uri"] = RedirectUri(provider),
                ["scope"] = string.Join(' ', known.Options.Scopes),
                ["state"] = state,
                ["nonce"] = browser.NonceOf(state),
                ["code_challenge"] = challenge,
                ["code_challenge_method"] = "S256",
            }), null);
        }
        catch (OidcException exception)
        {
            if (_outages.Failed(provider, exception.Message))
                LogFailed(provider, exception.Message);
            return end.Fail(attempt, AuthMethod.Oidc, AuthFailureReason.ProviderFailed);
        }
    }

    /// <summary>
    /// Returns the ticket of a state and removes the state; null if the state is unknown, used, expired, for another provider, or of another browser.
    /// </summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<string?> TakeTicketAsync(string provider, string? state, OidcBrowser? browser, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(state) || await states.TakeAsync(state, cancellation).ConfigureAwait(false) is not { } started)
            return null;
        return started.Provider == provider && browser is not null && IsEqual(started.Challenge, browser.ChallengeOf(state)) ? started.Ticket : null;
    }

    /// <summary>Completes a sign-in whose state is valid.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task<AttemptResult> CompleteAsync(SignInAttempt attempt, string provider, OidcCallback callback, OidcBrowser browser, CancellationToken cancellation)
    {
        if (!attempt.Policy.Has(AuthMethod.Oidc) || attempt.Policy.OidcProvider != provider || providers.Find(provider) is not { } known)
            return end.Fail(attempt, AuthMethod.Oidc, AuthFailureReason.NoMoreMethods);
        if (callback.Error is not null)
            return end.Fail(attempt, AuthMethod.Oidc, callback.Error == "access_denied" ? AuthFailureReason.InvalidCredentials : AuthFailureReason.ProviderFailed);
        try
        {
            // RFC 9207: another provider cannot inject its code.
            if (callback.Issuer is not null && callback.Issuer.TrimEnd('/') != known.Options.Issuer!.OriginalString.TrimEnd('/'))
                throw new OidcException("The callback has the issuer of another provider.");
            if (string.IsNullOrEmpty(callback.Code))
                throw new OidcException("The callback has no code.");
            var user = await tokens.ExchangeAsync(
                known, callback.Code, RedirectUri(provider), browser.VerifierOf(callback.State), browser.NonceOf(callback.State), cancellation).ConfigureAwait(false);
            if (_outages.Succeeded(provider) is { } outage)
                LogSucceeds(provider, outage.Failures, outage.Duration);
            return IsAllowed(attempt.Policy, user)
                ? await end.SucceedAsync(attempt, new SignedInUser(AuthMethod.Oidc, user.Subject, null), cancellation).ConfigureAwait(false)
                : end.Fail(attempt, AuthMethod.Oidc, AuthFailureReason.InvalidCredentials);
        }
        catch (OidcException exception)
        {
            if (_outages.Failed(provider, exception.Message))
                LogFailed(provider, exception.Message);
            return end.Fail(attempt, AuthMethod.Oidc, AuthFailureReason.ProviderFailed);
        }
    }

    private static bool IsAllowed(SignInPolicy policy, OidcUser user) => policy.OidcAllowed.Count == 0
        || !user.Id.Contains('@', StringComparison.Ordinal) && policy.OidcAllowed.Contains(user.Id)
        || user.Email is not null && AllowList.HasEmail(policy.OidcAllowed, user.Email);

    private static bool IsEqual(string left, string right) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    private string RedirectUri(string provider) => MainAddress.Of(settings.Current, $"{SignInPaths.OidcOf(provider)}/callback");

    [LoggerMessage(2, LogLevel.Warning, "Sign-in with the provider {Provider} succeeds again; {Failures} attempts failed within {Duration}.")]
    private partial void LogSucceeds(string provider, long failures, TimeSpan duration);

    [LoggerMessage(1, LogLevel.Error, "Sign-in with the provider {Provider} failed: {Reason} (logged once per cause and outage)")]
    private partial void LogFailed(string provider, string reason);
}

/// <summary>The parameters that a provider sends to the callback. Its text contains none of them.</summary>
internal sealed class OidcCallback(string state, string? code, string? error, string? issuer)
{
    public string State { get; } = state;

    public string? Code { get; } = code;

    public string? Error { get; } = error;

    public string? Issuer { get; } = issuer;
}
