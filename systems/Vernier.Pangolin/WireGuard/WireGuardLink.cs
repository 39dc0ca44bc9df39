using System.Net;
using System.Net.Sockets;
using Vernier.Pangolin.Tunnels;
using Vernier.Pangolin.WireGuard.Interfaces;

namespace Vernier.Pangolin.WireGuard;

/// <summary>Sends requests to a site over HTTP/2 connections through the WireGuard interface.</summary>
internal sealed class WireGuardLink : ISiteLink, IDisposable
{
    private readonly string _interface;
    private readonly IPEndPoint _site;

    /// <param name="siteId">The site.</param>
    /// <param name="name">The interface.</param>
    /// <param name="site">The address and port of the site inside the tunnel.</param>
    /// <param name="streamWindow">The number of response bytes that are buffered for a client that does not read them.</param>
    public WireGuardLink(string siteId, string name, IPEndPoint site, int streamWindow)
    {
        SiteId = siteId;
        _interface = name;
        _site = site;
        Client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = streamWindow,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(10),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
        });
    }

    public string SiteId { get; }

    public Transport Transport => Transport.Wireguard;

    public HttpMessageInvoker Client { get; }

    public bool IsLocal => true;

    /// <summary>Aborts the requests in progress.</summary>
    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        try
        {
            return new NetworkStream(await InterfaceSockets.ConnectAsync(_interface, _site, cancellation).ConfigureAwait(false), ownsSocket: true);
        }
        catch (WireGuardException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}
