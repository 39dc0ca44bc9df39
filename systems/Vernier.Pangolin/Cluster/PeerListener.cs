using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Forwarding;
using Vernier.Pangolin.Agent;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>
/// Receives the requests of other servers for sites that are connected to this one, and forwards them through the tunnel. It never forwards a request to a third
/// server, and it does not count requests: the server that received the request of the client does.
/// </summary>
internal sealed class PeerListener(PeerGate gate, SiteLinks links, ServerIdentity identity, PangolinSettings settings, TimeProvider time, ILoggerFactory loggers)
    : IAsyncDisposable
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The server of the client enforces timeouts, and cancels the request.</summary>
    private static readonly ForwarderOptions Options = new()
    {
        ActivityTimeout = Timeout.InfiniteTimeSpan,
        WebSocketIdleTimeout = Timeout.InfiniteTimeSpan,
        AllowDuplex = true,
        AllowWebSockets = true,
        KeepForwardingHeaders = true,
        ExcludedRequestHeaders = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, PeerSignature.Header, PeerSignature.SiteHeader),
    };

    private readonly HttpForwarder _forwarder = new(time);
    private WebApplication? _application;
    private byte[] _key = [];

    /// <summary>The port on which other servers connect.</summary>
    public int Port { get; private set; }

    /// <exception cref="PangolinException">The port is in use.</exception>
    public async Task StartAsync(int port, byte[] key, CancellationToken cancellation)
    {
        _key = key;
        var address = IPAddress.Parse(settings.Initial.Address);
        // Empty, because the configuration of the application must not apply here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            SiteServer.Configure(kestrel);
            kestrel.AllowAlternateSchemes = true;
            kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(10);
            kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(5);
            kestrel.Listen(address, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(identity.Certificate);
            });
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        _application = builder.Build();
        _application.Run(HandleAsync);
        try
        {
            await _application.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new PangolinException($"Cannot listen for other servers on {address}:{port}: {exception.Message} Set another cluster: port.", exception);
        }
        var bound = _application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Port = BindingAddress.Parse(bound).Port;
    }

    public Task StopAsync(CancellationToken cancellation) => _application?.StopAsync(cancellation) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
            await _application.DisposeAsync().ConfigureAwait(false);
    }

    private async Task HandleAsync(HttpContext http)
    {
        if (await gate.AdmitAsync(http, _key).ConfigureAwait(false) is not { } site)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        if (links.FindLocal(site) is not { } link)
        {
            SiteErrors.Write(http, ProxyError.SiteOffline);
            return;
        }
        var path = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        using var request = new HttpRequestMessage(HttpMethod.Parse(http.Request.Method), new Uri($"http://{SiteProtocol.SiteAuthority}{path}", Verbatim))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        // HttpRequest.Host has converted Punycode to Unicode.
        request.Headers.Host = http.Request.Headers.Host.ToString();
        var result = await _forwarder.ForwardAsync(http, link.Client, request, Options).ConfigureAwait(false);
        if (!result.IsSuccess && !http.Response.HasStarted)
            SiteErrors.Write(http, ProxyError.TunnelLost);
    }
}
