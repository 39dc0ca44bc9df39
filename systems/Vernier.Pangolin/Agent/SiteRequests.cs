using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;

namespace Vernier.Pangolin.Agent;

/// <summary>Forwards the requests of the server to the targets of the site, and to nothing else. Thread-safe.</summary>
internal sealed class SiteRequests(SiteTargets targets, PangolinSiteOptions options, TimeProvider time)
{
    private static readonly FrozenSet<string> Excluded = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, SiteProtocol.TargetHeader);

    private readonly HttpForwarder _forwarder = new(time);
    private readonly TcpForwarder _tcp = new(options.TargetConnectTimeout, time);
    private readonly ForwarderOptions _options = new()
    {
        ActivityTimeout = options.ActivityTimeout,
        ExcludedRequestHeaders = Excluded,
        AllowDuplex = true,
        AllowWebSockets = true,

        // The server removed those of the client, and set its own.
        KeepForwardingHeaders = true,

        // The server limits how long a WebSocket may be idle.
        WebSocketIdleTimeout = Timeout.InfiniteTimeSpan,
    };

    public Task HandleAsync(HttpContext http)
    {
        var isTcp = http.Request.Host.Value == SiteProtocol.TcpAuthority;
        if (targets.Find(http.Request.Headers[SiteProtocol.TargetHeader].ToString()) is not { } target || isTcp != (target.Kind == TargetKind.Tcp))
        {
            SiteErrors.Write(http, ProxyError.UnknownTarget);
            return Task.CompletedTask;
        }
        return isTcp ? _tcp.ForwardAsync(http, target) : ForwardAsync(http, target);
    }

    private async Task ForwardAsync(HttpContext http, SiteTarget target)
    {
        // Over TLS the version of HTTP is only known after connecting, so a WebSocket uses the one that all targets support.
        var isWebSocket = http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        if (RawTarget.Find(http) is not { } path)
        {
            // The server rejects such a target; nothing outside the path of the target is reachable even if it does not.
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }
        using var request = new HttpRequestMessage(HttpMethod.Parse(http.Request.Method), target.AddressOf(path))
        {
            Version = isWebSocket && target.Kind == TargetKind.Http ? HttpVersion.Version11 : target.Version,
            VersionPolicy = target.VersionPolicy,
        };
        // HttpRequest.Host has converted Punycode to Unicode.
        if (http.Request.Headers.Host.ToString() is { Length: > 0 } host)
            request.Headers.Host = host;
        var result = await _forwarder.ForwardAsync(http, target.Client, request, _options, ErrorHeaderRemover.Instance).ConfigureAwait(false);
        if (!result.IsSuccess && !http.Response.HasStarted && SiteErrors.Of(result) is { } error)
            SiteErrors.Write(http, error);
    }
}
