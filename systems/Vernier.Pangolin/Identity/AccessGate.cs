using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Requests;
using Vernier.Services.Web;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Decides whether a request to the page or the API may reach its endpoint: host name, origin of browsers, session or API key, role, antiforgery token.
/// Converts the errors of the endpoint into responses, and counts the request under the template of its route. Thread-safe.
/// </summary>
internal sealed partial class AccessGate
{
    private readonly HostRules _rules;
    private readonly Authenticator _authenticator;
    private readonly Antiforgery _antiforgery;
    private readonly PangolinMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<AccessGate> _logger;
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
        _errors = new ErrorBoundary(ApiJson.Instance.Describe, LogUnavailable);
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
        _rules.Current.CheckHost(http);
        _rules.Current.CheckOrigin(http, isReset: false);
        if (access.Role is not null)
            http.Features.Set(await _authenticator.AuthenticateAsync(http, access).ConfigureAwait(false));
        await _antiforgery.CheckAsync(http).ConfigureAwait(false);
        await handler(http).ConfigureAwait(false);
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

    [LoggerMessage(1, LogLevel.Error, "Rejected {Method} {Route} with 503: {Reason}")]
    private partial void LogUnavailable(string method, string route, string reason);
}
