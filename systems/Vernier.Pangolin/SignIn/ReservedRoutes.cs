using Microsoft.AspNetCore.Http;
using Vernier.AspNetCore.Security;
using Vernier.Pangolin.Identity;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn.Audit;
using Vernier.Pangolin.SignIn.Handover;
using Vernier.Pangolin.SignIn.Pages;
using Vernier.Pangolin.SignIn.Policies;
using Vernier.Pangolin.SignIn.Requests;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.SignIn;

/// <summary>The routes on the hosts of resources: exchange a code for a session, start a sign-in, end the session. Thread-safe.</summary>
internal sealed class ReservedRoutes(
    AccessDecider decider, HandoverCodes codes, ResourceOrigin origins, ResourceSessions resourceSessions, Sessions sessions, Users users, SignInStart start, AccessRecorder recorder)
{
    /// <summary>All hosts: each resource has its own.</summary>
    private readonly RequestRules _rules = new(["*"], [], "Pangolin", "Pangolin");

    /// <exception cref="StorageException">The database is unavailable.</exception>
    public async Task HandleAsync(HttpContext http, Resource resource, long started)
    {
        var path = AccessDecider.PathOf(http);
        var active = await decider.FindPolicyAsync(resource, http.RequestAborted).ConfigureAwait(false);
        var verdict = active is null
            ? AccessVerdict.Deny(AccessDecision.NoMoreMethods)
            : AccessDecider.CheckRules(resource, active, path, http.Connection.RemoteIpAddress);
        if (active is null || verdict is { IsAllowed: false })
        {
            recorder.Record(verdict!.Value, resource, http.Connection.RemoteIpAddress, path, started);
            await Denials.ForbiddenAsync(http, "This service is not available from your network.").ConfigureAwait(false);
            return;
        }
        var isGet = HttpMethods.IsGet(http.Request.Method);
        if (path == SignInPaths.Session && isGet)
            await ExchangeAsync(http, resource, active.Policy, started).ConfigureAwait(false);
        else if (path == SignInPaths.Start && isGet && SignInStart.IsPossible(active.Policy))
            await start.RedirectAsync(http, resource).ConfigureAwait(false);
        else if (path == SignInPaths.Logout && isGet)
            await AskAsync(http, resource).ConfigureAwait(false);
        else if (path == SignInPaths.Logout && HttpMethods.IsPost(http.Request.Method))
            await EndAsync(http, resource).ConfigureAwait(false);
        else
            await Denials.NotFoundAsync(http).ConfigureAwait(false);
    }

    private async Task ExchangeAsync(HttpContext http, Resource resource, SignInPolicy policy, long started)
    {
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        var code = http.Request.Query["code"] is [{ Length: > 0 } single] ? await codes.TakeAsync(single, http.RequestAborted).ConfigureAwait(false) : null;
        if (code is null || !await IsValidAsync(http, resource, policy, code).ConfigureAwait(false))
        {
            recorder.Record(AccessVerdict.Deny(AccessDecision.TemporaryToken), resource, http.Connection.RemoteIpAddress, SignInPaths.Session, started);
            await Denials.InvalidCodeAsync(http).ConfigureAwait(false);
            return;
        }
        var user = code.ToUser();
        // Always a new token: a token that the browser had before, possibly from an attacker, never becomes a session.
        var session = await sessions.CreateAsync(SessionKind.Resource, user.UserId, resource.Id, user.Method, user.Subject, http.RequestAborted).ConfigureAwait(false);
        SignInCookies.SetSession(http, session.Token, session.Expires);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Redirect(code.Origin + (ResourceOrigin.IsPath(code.Path) ? code.Path : "/"));
    }

    /// <summary>Whether a code is for this host and this browser, and the sign-in is still allowed.</summary>
    private async Task<bool> IsValidAsync(HttpContext http, Resource resource, SignInPolicy policy, HandoverCode code)
    {
        var user = code.ToUser();
        return code.ResourceId == resource.Id
            && code.Origin == origins.Find(http, resource)
            && SignInCookies.IsBound(http, code.Binding)
            && AccessDecider.IsAdmitted(policy, user.Method, user.UserId)
            && (user.UserId is null || await users.FindAsync(user.UserId, http.RequestAborted).ConfigureAwait(false) is not null);
    }

    private static Task AskAsync(HttpContext http, Resource resource) => HtmlPage.WriteAsync(
        http, StatusCodes.Status200OK, $"Sign out of {resource.Name}?", $"<form method=\"post\" action=\"{SignInPaths.Logout}\"><button type=\"submit\">Sign out</button></form>");

    private async Task EndAsync(HttpContext http, Resource resource)
    {
        if (_rules.Check(http, OriginCheck.StateChanges) is { } rejection)
        {
            await Denials.ForbiddenAsync(http, rejection.Message).ConfigureAwait(false);
            return;
        }
        if (SignInCookies.SessionOf(http) is { } cookie
            && await resourceSessions.FindAsync(cookie, resource.Id, http.RequestAborted).ConfigureAwait(false) is { } session)
            await sessions.RevokeAsync(session.Id, RevocationReason.Logout, http.RequestAborted).ConfigureAwait(false);
        SignInCookies.DeleteSession(http);
        await HtmlPage.WriteAsync(http, StatusCodes.Status200OK, "Signed out", $"<p>You are signed out of {HtmlPage.Encode(resource.Name)}.</p>").ConfigureAwait(false);
    }
}
