using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Vernier.AspNetCore.Diagnostics;
using Vernier.Forwarding;
using Vernier.Pangolin.Certificates;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.SignIn;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Proxy;

/// <summary>
/// Handles the requests of the proxy: challenges of an ACME server, the redirect to HTTPS, our own routes on the hosts of resources, sign-in, and
/// forwarding. Thread-safe.
/// </summary>
internal sealed partial class ProxyHandler(
    ChallengeResponder challenges, SignInGate gate, SiteInventory inventory, ResourceForwarder forwarder, PangolinSettings settings, TimeProvider time, ILogger<ProxyHandler> logger)
{
    private const int HttpsPort = 443;
    private const string Database = "database";

    private readonly OutageTracker _outages = new(time);

    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            ForwardingHeaders.Remove(http.Request.Headers);
            if (!await challenges.TryRespondAsync(http).ConfigureAwait(false))
                await HandleResourceAsync(http).ConfigureAwait(false);
            if (_outages.Succeeded(Database) is { } outage)
                LogAvailable(outage.Failures, outage.Duration);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client disconnected during the sign-in. The status is not received; it is for the request metrics.
            if (!http.Response.HasStarted)
                http.Response.StatusCode = ForwarderResult.ClientClosedRequest;
        }
        catch (BadHttpRequestException exception)
        {
            await ProxyPages.WriteFailureAsync(http, exception.StatusCode).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            if (_outages.Failed(Database, exception.Message))
                LogUnavailable(exception.Message);
            await ProxyPages.WriteFailureAsync(http, StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            LogFailed(exception);
            if (http.Response.HasStarted)
                http.Abort();
            await ProxyPages.WriteFailureAsync(http, StatusCodes.Status500InternalServerError).ConfigureAwait(false);
        }
    }

    private async Task HandleResourceAsync(HttpContext http)
    {
        var resource = RequestHost.Find(http, inventory.Current);
        if (resource is not null && TlsAddressOf(http, resource) is { } secure)
        {
            http.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
            http.Response.Headers.Location = secure;
            return;
        }
        if (await gate.TryHandleReservedAsync(http, resource).ConfigureAwait(false))
            return;
        if (resource is null)
        {
            gate.RejectUnknownHost(http);
            await RequestHost.RejectAsync(http).ConfigureAwait(false);
            return;
        }
        if (RequestTarget.Find(http) is null)
        {
            await ProxyPages.WriteAsync(http, StatusCodes.Status400BadRequest, "Invalid address", RawTarget.Problem).ConfigureAwait(false);
            return;
        }

        // The sign-in may remove a token from the address.
        if (await gate.AdmitAsync(http, resource).ConfigureAwait(false) && RequestTarget.Find(http) is { } address)
            await forwarder.ForwardAsync(http, resource, address).ConfigureAwait(false);
    }

    /// <summary>Returns the address to which a request with HTTP is redirected; null if it is not.</summary>
    private string? TlsAddressOf(HttpContext http, Resource resource)
    {
        var options = settings.Current.Proxy;
        if (!options.RedirectToTls || http.Request.IsHttps || RequestTarget.Find(http) is not { } target)
            return null;
        var port = options.PublicTlsPort ?? settings.Initial.Proxy.TlsPort ?? HttpsPort;
        return port == HttpsPort ? $"https://{resource.Host}{target.PathAndQuery}" : $"https://{resource.Host}:{port}{target.PathAndQuery}";
    }

    [LoggerMessage(1, LogLevel.Error, "Unhandled exception while processing a request to a resource.")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "The database is available again; {Failures} requests failed within {Duration}.")]
    private partial void LogAvailable(long failures, TimeSpan duration);

    [LoggerMessage(2, LogLevel.Error, "The database is unavailable; a request to a resource was refused: {Reason} (logged once per cause and outage)")]
    private partial void LogUnavailable(string reason);
}
