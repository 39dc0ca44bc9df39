using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Pages;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.SignIn.Requests;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn;

/// <summary>Decides about requests and connections to resources, and writes the responses to those that are denied. Thread-safe.</summary>
internal sealed partial class SignInGate(
    AccessDecider decider,
    SignInPolicies policies,
    Sessions sessions,
    SignInStart start,
    ReservedRoutes reserved,
    AccessRecorder recorder,
    PangolinSettings settings,
    TimeProvider time,
    ILogger<SignInGate> logger)
{
    private const string Database = "database";

    private readonly OutageTracker _outages = new(time);

    /// <summary>
    /// Decides about a request. If it is admitted, our cookies and the credentials are removed from it, and the headers that describe the user are set for
    /// the backend. Otherwise the response is written.
    /// </summary>
    public async Task<bool> AdmitAsync(HttpContext http, Resource resource)
    {
        var started = time.GetTimestamp();
        try
        {
            var result = await decider.DecideAsync(http, resource).ConfigureAwait(false);
            Record(result.Verdict, resource, http, started);
            if (_outages.Succeeded(Database) is { } outage)
                LogAvailable(outage.Failures, outage.Duration);
            if (!result.Verdict.IsAllowed)
            {
                await RejectAsync(http, resource, result).ConfigureAwait(false);
                return false;
            }
            if (result.LinkToken is { } token && RequestKind.IsNavigation(http))
            {
                await OpenLinkAsync(http, resource, token.Id).ConfigureAwait(false);
                return false;
            }
            Prepare(http, result);
            return true;
        }
        catch (StorageException exception)
        {
            ReportUnavailable(resource, exception);
            Record(AccessVerdict.Reject(AuthMethod.None, AuthFailureReason.ProviderFailed), resource, http, started);
            await Denials.UnavailableAsync(http).ConfigureAwait(false);
            return false;
        }
    }

    /// <summary>Handles a request below <see cref="PangolinEndpoints.Reserved"/>; returns false for other requests.</summary>
    /// <param name="http">The request.</param>
    /// <param name="resource">The resource of the host name; null if there is none.</param>
    public async Task<bool> TryHandleReservedAsync(HttpContext http, Resource? resource)
    {
        if (!AccessDecider.PathOf(http).StartsWith(PangolinEndpoints.Reserved, StringComparison.OrdinalIgnoreCase))
            return false;
        if (resource is null)
        {
            RejectUnknownHost(http);
            await Denials.NotFoundAsync(http).ConfigureAwait(false);
            return true;
        }
        var started = time.GetTimestamp();
        try
        {
            await reserved.HandleAsync(http, resource, started).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            ReportUnavailable(resource, exception);
            Record(AccessVerdict.Reject(AuthMethod.None, AuthFailureReason.ProviderFailed), resource, http, started);
            await Denials.UnavailableAsync(http).ConfigureAwait(false);
        }
        return true;
    }

    /// <summary>Records a request with a host name that no resource has (decision 201). The caller writes the response.</summary>
    public void RejectUnknownHost(HttpContext http) => Record(AccessVerdict.Deny(AccessDecision.ResourceNotFound), null, http, time.GetTimestamp());

    /// <summary>Decides about a connection to a TCP resource, by the rules for addresses.</summary>
    public bool AdmitTcp(IPAddress address, Resource resource)
    {
        var started = time.GetTimestamp();
        var verdict = policies.Find(resource.Id) is { } active
            ? AccessDecider.CheckRules(resource, active, null, address) ?? AccessVerdict.Deny(AccessDecision.NoMoreMethods)
            : AccessVerdict.Deny(AccessDecision.NoMoreMethods);
        recorder.Record(verdict, resource, address, null, started);
        return verdict.IsAllowed;
    }

    private static void Prepare(HttpContext http, AccessResult result)
    {
        if (result.Session is { IsRenewed: true } renewed && SignInCookies.SessionOf(http) is { } cookie)
        {
            // After the headers of the backend were copied.
            http.Response.OnStarting(() =>
            {
                SignInCookies.SetSession(http, cookie, renewed.Expires);
                return Task.CompletedTask;
            });
        }
        BackendRequest.Clean(http, result.Policy);
        if (result.Verdict.Method is not (AuthMethod.None or AuthMethod.Rule))
            BackendRequest.Identify(http, result.Verdict.Method, result.Verdict.Subject);
    }

    /// <summary>Starts a session with the token of a link, and removes the token from the address.</summary>
    private async Task OpenLinkAsync(HttpContext http, Resource resource, string tokenId)
    {
        var session = await sessions.CreateAsync(SessionKind.Resource, null, resource.Id, AuthMethod.AccessToken, tokenId, http.RequestAborted).ConfigureAwait(false);
        SignInCookies.SetSession(http, session.Token, session.Expires);
        TokenCredential.Remove(http);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Redirect(start.AddressOf(http, resource, http.Request.GetEncodedPathAndQuery()));
    }

    private Task RejectAsync(HttpContext http, Resource resource, AccessResult result)
    {
        var (_, method, failure) = result.Verdict;
        var canSignIn = SignInStart.IsPossible(result.Policy);
        return failure switch
        {
            AuthFailureReason.ResourceBlocked => Denials.ForbiddenAsync(http, "This service is blocked by its administrator."),
            AuthFailureReason.DroppedByRule => Denials.ForbiddenAsync(http, "This address is not available from your network."),
            AuthFailureReason.Throttled => Denials.ThrottledAsync(http, settings.Current.Console.BlockDuration),
            _ when method != AuthMethod.HeaderAuth && canSignIn && RequestKind.IsNavigation(http) => start.RedirectAsync(http, resource),
            AuthFailureReason.NoMoreMethods => Denials.ForbiddenAsync(http, "This service has no sign-in method for this request."),
            _ => Denials.UnauthorizedAsync(http, MessageOf(method, failure), result.Policy.Has(AuthMethod.HeaderAuth) ? resource.Host : null, canSignIn),
        };
    }

    private static string MessageOf(AuthMethod method, AuthFailureReason? failure) => (method, failure) switch
    {
        (AuthMethod.AccessToken, AuthFailureReason.Expired) => "The access token has expired. Ask for a new one.",
        (AuthMethod.AccessToken, _) => "The access token is invalid or revoked.",
        (AuthMethod.HeaderAuth, _) => "The user name or the password is wrong.",
        _ => "Sign in to use this service.",
    };

    private void Record(AccessVerdict verdict, Resource? resource, HttpContext http, long started) =>
        recorder.Record(verdict, resource, http.Connection.RemoteIpAddress, AccessDecider.PathOf(http), started);

    private void ReportUnavailable(Resource resource, StorageException exception)
    {
        if (_outages.Failed(Database, exception.Message))
            LogUnavailable(resource.Id, exception.Message);
    }

    [LoggerMessage(2, LogLevel.Warning, "The database is available again; {Failures} requests failed within {Duration}.")]
    private partial void LogAvailable(long failures, TimeSpan duration);

    [LoggerMessage(1, LogLevel.Error, "Cannot decide about a request to the resource {Resource}: {Reason} (logged once per cause and outage)")]
    private partial void LogUnavailable(string resource, string reason);
}
