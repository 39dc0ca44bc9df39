using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Web;
using Vernier.AspNetCore.Diagnostics;
using Vernier.AspNetCore.Security;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Identity;

/// <summary>
/// Decides whether a request may reach its endpoint: host name, origin of browsers, token, rate limit, role. Converts the errors of the endpoint into
/// JSON responses. Thread-safe.
/// </summary>
internal sealed partial class AccessGate
{
    private const string Database = "database";

    private readonly bool _allowAnonymousLoopback;
    private readonly RequestRules _rules;
    private readonly Authenticator _authenticator;
    private readonly RateLimits _limits;
    private readonly ILogger<AccessGate> _logger;
    private readonly OutageTracker _outages;
    private readonly ErrorBoundary _errors;

    public AccessGate(IOptions<AiOrchestratorOptions> options, RequestRules rules, Authenticator authenticator, RateLimits limits, TimeProvider time, ILogger<AccessGate> logger)
    {
        _allowAnonymousLoopback = options.Value.AllowAnonymousLoopback;
        _rules = rules;
        _authenticator = authenticator;
        _limits = limits;
        _logger = logger;
        _outages = new OutageTracker(time);
        _errors = new ErrorBoundary(ApiJson.Describe, ReportUnavailable);
    }

    public Task InvokeAsync(HttpContext http, Access access, RequestDelegate handler) => _errors.RunAsync(http, async () =>
    {
        if (_rules.Check(http, access.IsReset ? OriginCheck.StateChangingGet : OriginCheck.StateChanges) is { } rejection)
            throw new RequestException(rejection.Status, rejection.Message);
        var caller = await AuthenticateAsync(http, access).ConfigureAwait(false);
        if (access.Limit is { } limit)
            await _limits.TakeAsync(http, limit, caller).ConfigureAwait(false);
        if (access.Role is { } role && caller?.IsAtLeast(role) == false)
            throw new RequestException(StatusCodes.Status403Forbidden, $"The role {RoleNames.Of(role)} is required.");
        await handler(http).ConfigureAwait(false);
        // Other routes may not need the database.
        if (access.Role is not null && _outages.Succeeded(Database) is { } outage)
            LogAvailable(outage.Failures, outage.Duration);
    }, WriteAsync);

    private static Task WriteAsync(HttpContext http, int status, string message)
    {
        if (status == StatusCodes.Status401Unauthorized && http.Response.Headers.WWWAuthenticate.Count == 0)
            http.Response.Headers.WWWAuthenticate = Authentication.Challenge;
        return ErrorResponse.WriteAsync(http, status, message);
    }

    /// <summary>Returns the caller; null if the endpoint allows anonymous requests and this is one.</summary>
    private async Task<Caller?> AuthenticateAsync(HttpContext http, Access access)
    {
        if (access.Role is null)
            return null;
        var authentication = await _authenticator.AuthenticateAsync(http).ConfigureAwait(false);
        if (authentication.Caller is { } caller)
        {
            Caller.Set(http, caller);
            return caller;
        }
        return !authentication.HasToken && access.AllowAnonymousLoopback && _allowAnonymousLoopback && ClientAddress.IsDirectLoopback(http)
            ? null
            : throw authentication.Reject(http);
    }

    private void ReportUnavailable(string method, string route, string reason)
    {
        if (_outages.Failed(Database, reason))
            LogUnavailable(method, route, reason);
    }

    [LoggerMessage(2, LogLevel.Warning, "The database is available again; {Failures} requests failed within {Duration}.")]
    private partial void LogAvailable(long failures, TimeSpan duration);

    [LoggerMessage(1, LogLevel.Error, "Rejected {Method} {Route} with 503: {Reason} (logged once per cause and outage)")]
    private partial void LogUnavailable(string method, string route, string reason);
}
