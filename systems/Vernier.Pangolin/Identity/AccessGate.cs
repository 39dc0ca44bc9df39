using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.AspNetCore.Requests;
using Vernier.AspNetCore.Security;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Decides whether a request to the page or the API may reach its endpoint: host name, origin of browsers, session or API key, role, antiforgery token.
/// Converts the errors of the endpoint into responses, and counts the request under the template of its route. Thread-safe.
/// </summary>
internal sealed partial class AccessGate
{
    private const string Database = "database";

    private readonly HostRules _rules;
    private readonly Authenticator _authenticator;
    private readonly Antiforgery _antiforgery;
    private readonly PangolinMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AccessGate> _logger;
    private readonly OutageTracker _outages;
    private readonly ErrorBoundary _errors;

    public AccessGate(
        HostRules rules, Authenticator authenticator, Antiforgery antiforgery, PangolinMetrics metrics, TimeProvider time, ILogger<AccessGate> logger)
    {
        _rules = rules;
        _authenticator = authenticator;
        _antiforgery = antiforgery;
        _metrics = metrics;
        _time = time;
        _logger = logger;
        _outages = new OutageTracker(time);
        _errors = new ErrorBoundary(ApiJson.Instance.Describe, ReportUnavailable);
    }

    public async Task InvokeAsync(HttpContext http, Access access, RequestDelegate handler)
    {
        var started = _time.GetTimestamp();
        Exception? unhandled = null;
        try
        {
            await _errors.RunAsync(http, () => AdmitAsync(http, access, handler), access.WriteError).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            unhandled = exception;
            throw;
        }
        finally
        {
            Record(http, access, RequestStatus.Of(http, unhandled), _time.GetElapsedTime(started));
        }
    }

    private async Task AdmitAsync(HttpContext http, Access access, RequestDelegate handler)
    {
        if (_rules.Current.Check(http, OriginCheck.StateChanges) is { } rejection)
            throw new RequestException(rejection.Status, rejection.Message);
        if (access.Role is not null)
            http.Features.Set(await _authenticator.AuthenticateAsync(http, access).ConfigureAwait(false));
        await _antiforgery.CheckAsync(http).ConfigureAwait(false);
        await handler(http).ConfigureAwait(false);
        // Other routes may not need the database.
        if (access.Role is not null && _outages.Succeeded(Database) is { } outage)
            LogAvailable(outage.Failures, outage.Duration);
    }

    private void Record(HttpContext http, Access access, int status, TimeSpan duration)
    {
        // The root of a group of routes has a template that ends with a slash.
        var endpoint = ErrorBoundary.RouteOf(http) switch
        {
            "" => "unknown",
            "/" => "/",
            var route => route.TrimEnd('/'),
        };
        var method = RequestMethod.VerbOf(http.Request.Method);
        if (access.AllowsApiKey && (!access.AllowsSession || Authenticator.HasApiKey(http)))
            _metrics.IntegrationRequest(endpoint, method, status, duration);
        else
            _metrics.UiRequest(endpoint, method, status);
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
