using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Vernier.Forwarding;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Proxy;

/// <summary>Forwards admitted requests to a backend of their resource, and to another one if that is safe. Thread-safe.</summary>
internal sealed class ResourceForwarder(
    SiteLinks links, TargetSelector targets, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time)
{
    private static readonly FrozenSet<string> Excluded = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, SiteProtocol.TargetHeader);

    private readonly HttpForwarder _forwarder = new(time);
    private CachedOptions? _options;

    public async Task ForwardAsync(HttpContext http, Resource resource, Uri address)
    {
        var exchange = new ResourceExchange(http, resource, ProtocolOf(http), metrics, time);
        exchange.Start();
        var (result, error) = (default(ForwarderResult), (ProxyError?)ProxyError.Other);
        try
        {
            (result, error) = await TryBackendsAsync(http, resource, address, exchange).ConfigureAwait(false);
        }
        finally
        {
            exchange.Complete(result, error, StatusOf(http, result, error));
        }
        if (error is { } failed)
            await ProxyPages.WriteFailureAsync(http, StatusOf(http, result, failed)).ConfigureAwait(false);
    }

    private static int StatusOf(HttpContext http, ForwarderResult result, ProxyError? error) => error switch
    {
        null => http.Response.StatusCode,
        ProxyError.ClientAborted or ProxyError.InvalidRequest => result.FailureStatus,
        { } failed => ProxyErrors.StatusOf(failed),
    };

    private async Task<(ForwarderResult Result, ProxyError? Error)> TryBackendsAsync(HttpContext http, Resource resource, Uri address, ResourceExchange exchange)
    {
        var maxAttempts = CanRepeat(http) ? settings.Current.Proxy.MaxAttempts : 1;
        List<string>? tried = null;
        (ForwarderResult Result, ProxyError? Error) outcome = default;
        for (var attempt = 1; ; attempt++)
        {
            if (links.Find(resource.SiteId) is not { } link)
                return attempt == 1 ? (default, ProxyError.SiteOffline) : outcome;
            if (targets.Select(resource, tried) is not { } target)
                return attempt == 1 ? (default, ProxyError.NoBackend) : outcome;
            exchange.Backend = target.Name;
            var result = await SendAsync(http, link, target, address, exchange).ConfigureAwait(false);
            if (result.IsSuccess)
                return (result, null);
            var error = ProxyErrors.Of(result);
            exchange.AttemptFailed(error);
            outcome = (result, error);
            if (attempt >= maxAttempts || http.Response.HasStarted || !ProxyErrors.IsConnectionFailure(error))
                return outcome;
            (tried ??= []).Add(target.Name);
        }
    }

    private async Task<ForwarderResult> SendAsync(HttpContext http, ISiteLink link, Target target, Uri address, ResourceExchange exchange)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(http.Request.Method), address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        // HttpRequest.Host has converted Punycode to Unicode.
        request.Headers.Host = http.Request.Headers.Host.ToString();
        request.Headers.TryAddWithoutValidation(SiteProtocol.TargetHeader, target.Name);
        ForwardingHeaders.Add(http, request);
        return await _forwarder.ForwardAsync(http, link.Client, request, OptionsOf(settings.Current.Proxy), exchange).ConfigureAwait(false);
    }

    /// <summary>Whether sending a request again has no other effect than sending it once (RFC 9110, section 9.2.2), and it has no body.</summary>
    private static bool CanRepeat(HttpContext http)
    {
        var method = http.Request.Method;
        return (HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsPut(method) || HttpMethods.IsDelete(method)
                || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method) || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true })
            && http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true };
    }

    private static TrafficProtocol ProtocolOf(HttpContext http)
    {
        var isWebSocket = http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        return isWebSocket ? TrafficProtocol.Websocket : HttpProtocol.IsHttp2(http.Request.Protocol) ? TrafficProtocol.Http2 : TrafficProtocol.Http1;
    }

    /// <summary>The options of the forwarder for the current settings, which change rarely.</summary>
    private ForwarderOptions OptionsOf(ProxyOptions options)
    {
        var known = Volatile.Read(ref _options);
        if (known is not null && ReferenceEquals(known.Source, options))
            return known.Forwarder;
        var created = new ForwarderOptions
        {
            ActivityTimeout = options.ActivityTimeout,
            ExcludedRequestHeaders = Excluded,
            AllowDuplex = true,
            AllowWebSockets = true,
            WebSocketIdleTimeout = options.WebSocketIdleTimeout,
        };
        Volatile.Write(ref _options, new CachedOptions(options, created));
        return created;
    }

    private sealed record CachedOptions(ProxyOptions Source, ForwarderOptions Forwarder);
}
