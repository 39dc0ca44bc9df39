using System.Net;
using Microsoft.AspNetCore.Http;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.SignIn.Tokens;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn.Requests;

/// <summary>
/// Decides about requests in this order: blocked resource, rules by path and address, session, access token, header authentication. Thread-safe.
/// </summary>
internal sealed class AccessDecider(SignInPolicies policies, ResourceSessions sessions, AccessTokens tokens, HeaderAuthentication headers, Throttle throttle)
{
    /// <summary>Decides about a request.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async ValueTask<AccessResult> DecideAsync(HttpContext http, Resource resource)
    {
        var active = await FindPolicyAsync(resource, http.RequestAborted).ConfigureAwait(false);
        if (active is null)
            return new AccessResult(AccessVerdict.Deny(AccessDecision.NoMoreMethods), SignInPolicy.None);
        var policy = active.Policy;
        if (CheckRules(resource, active, PathOf(http), http.Connection.RemoteIpAddress) is { } decided)
            return new AccessResult(decided, policy);
        var rejected = AccessVerdict.Deny(AccessDecision.NoSession);
        if (SignInCookies.SessionOf(http) is { } cookie)
        {
            if (await FindSessionAsync(cookie, resource, policy, http.RequestAborted).ConfigureAwait(false) is { } session)
                return new AccessResult(AccessVerdict.Allow(SignInMethods.DecisionOf(session.Method), session.Method, session.Subject), policy) { Session = session };
            if (cookie.StartsWith(HandoverCodes.Prefix, StringComparison.Ordinal))
                rejected = AccessVerdict.Deny(AccessDecision.TemporaryToken);
        }
        if (policy.Has(AuthMethod.AccessToken) && await DecideByTokenAsync(http, resource, policy).ConfigureAwait(false) is { } byToken)
        {
            if (byToken.Verdict.IsAllowed)
                return byToken;
            rejected = byToken.Verdict;
        }
        if (policy.Has(AuthMethod.HeaderAuth) && HeaderCredentials.Of(http, policy) is { } credentials)
        {
            var failure = await headers.VerifyAsync(credentials, resource, policy, http.Connection.RemoteIpAddress, http.RequestAborted).ConfigureAwait(false);
            if (failure is null)
                return new AccessResult(AccessVerdict.Allow(AccessDecision.ValidHeaderAuth, AuthMethod.HeaderAuth, credentials.User), policy);
            rejected = AccessVerdict.Reject(AuthMethod.HeaderAuth, failure.Value);
        }
        return new AccessResult(rejected, policy);
    }

    /// <summary>Decides without credentials; null if a sign-in is required.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="active">Its policy.</param>
    /// <param name="path">The decoded path; null for TCP.</param>
    /// <param name="address">The address of the client.</param>
    public static AccessVerdict? CheckRules(Resource resource, ActivePolicy active, string? path, IPAddress? address)
    {
        if (resource.Blocked)
            return AccessVerdict.Deny(AccessDecision.ResourceBlocked);
        return active.Rules.Match(path, address) switch
        {
            RuleAction.Allow => AccessVerdict.Allow(AccessDecision.AllowedByRule, AuthMethod.Rule),
            RuleAction.Deny => AccessVerdict.Deny(AccessDecision.DroppedByRule, AuthMethod.Rule),
            RuleAction.SignIn when active.Policy.Methods.Count == 0 => AccessVerdict.Deny(AccessDecision.NoMoreMethods, AuthMethod.Rule),
            null when active.Policy.Methods.Count == 0 => AccessVerdict.Allow(AccessDecision.NoSignInRequired, AuthMethod.None),
            _ => null,
        };
    }

    /// <summary>Returns the policy of a resource; null if it has none that is valid.</summary>
    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async ValueTask<ActivePolicy?> FindPolicyAsync(Resource resource, CancellationToken cancellation)
    {
        if (policies.Find(resource.Id) is { } known)
            return known;
        // Another server has just created the resource.
        await policies.RefreshAsync(cancellation).ConfigureAwait(false);
        return policies.Find(resource.Id);
    }

    /// <summary>Returns the path of a request, decoded.</summary>
    public static string PathOf(HttpContext http) => http.Request.Path.Value is { Length: > 0 } path ? path : "/";

    /// <summary>Whether a session with a method is valid under a policy.</summary>
    public static bool IsAdmitted(SignInPolicy policy, AuthMethod method, string? userId) =>
        policy.Has(method) && (method != AuthMethod.Session || policy.Users.Count == 0 || userId is not null && policy.Users.Contains(userId));

    private async ValueTask<Session?> FindSessionAsync(string cookie, Resource resource, SignInPolicy policy, CancellationToken cancellation)
    {
        var session = await sessions.FindAsync(cookie, resource.Id, cancellation).ConfigureAwait(false);
        if (session is null || !IsAdmitted(policy, session.Method, session.UserId))
            return null;
        return session.Method != AuthMethod.AccessToken || await tokens.IsValidAsync(session.Subject, cancellation).ConfigureAwait(false) ? session : null;
    }

    /// <summary>Returns null if the request has no access token.</summary>
    private async ValueTask<AccessResult?> DecideByTokenAsync(HttpContext http, Resource resource, SignInPolicy policy)
    {
        var inHeader = TokenCredential.InHeader(http);
        if ((inHeader ?? TokenCredential.InQuery(http)) is not { } secret)
            return null;
        var address = ThrottleKey.Address(http.Connection.RemoteIpAddress);
        var token = await tokens.FindAsync(secret, resource.Id, http.RequestAborted).ConfigureAwait(false);
        if (token is not null && !tokens.IsExpired(token))
        {
            return new AccessResult(AccessVerdict.Allow(AccessDecision.ValidAccessToken, AuthMethod.AccessToken, token.Id), policy)
            {
                LinkToken = inHeader is null ? token : null,
            };
        }
        if (await throttle.IsBlockedAsync(http.RequestAborted, address).ConfigureAwait(false))
            return Rejected(AuthFailureReason.Throttled);
        if (token is not null)
            return Rejected(AuthFailureReason.Expired);
        await throttle.FailedAsync(http.RequestAborted, address).ConfigureAwait(false);
        return Rejected(AuthFailureReason.InvalidCredentials);

        AccessResult Rejected(AuthFailureReason reason) => new(AccessVerdict.Reject(AuthMethod.AccessToken, reason), policy);
    }
}
