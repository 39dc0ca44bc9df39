using System.Net;
using System.Net.Sockets;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Links.Interfaces;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.WireGuard;

/// <summary>Sends requests to a site over an HTTP/2 connection through the WireGuard interface.</summary>
/// <param name="siteId">The site.</param>
/// <param name="name">The interface.</param>
/// <param name="site">The address and port of the site inside the tunnel.</param>
/// <param name="options">The options of the tunnels.</param>
internal sealed class WireGuardLink(string siteId, string name, IPEndPoint site, TunnelOptions options) : ISiteLink, IDisposable
{
    public string SiteId => siteId;

    public Transport Transport => Transport.Wireguard;

    public HttpMessageInvoker Client { get; } = SiteClient.Create(options, cancellation => ConnectAsync(name, site, cancellation));

    public bool IsLocal => true;

    /// <summary>Aborts the requests in progress.</summary>
    public void Dispose() => Client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string name, IPEndPoint site, CancellationToken cancellation)
    {
        try
        {
            return new NetworkStream(await InterfaceSockets.ConnectAsync(name, site, cancellation).ConfigureAwait(false), ownsSocket: true);
        }
        catch (Exception exception) when (exception is WireGuardException or SocketException)
        {
            throw new IOException($"Cannot connect to the site over WireGuard: {exception.Message}", exception);
        }
    }
}
