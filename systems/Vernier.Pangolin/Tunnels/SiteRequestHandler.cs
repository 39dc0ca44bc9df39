using System.Net;
using Vernier.Pangolin.Channels;

namespace Vernier.Pangolin.Tunnels;

/// <summary>
/// Sends all requests over one HTTP/2 connection. <see cref="SocketsHttpHandler"/> opens a connection for each authority of a URI, so the original
/// authority moves to the Host header, from which the handler takes the :authority of HTTP/2.
/// </summary>
internal sealed class SiteRequestHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly UriCreationOptions Verbatim = new() { DangerousDisablePathAndQueryCanonicalization = true };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no URI.");
        if (!uri.Authority.Equals(SiteProtocol.SiteAuthority, StringComparison.Ordinal))
        {
            request.Headers.Host ??= uri.Authority;
            request.RequestUri = new Uri($"http://{SiteProtocol.SiteAuthority}{uri.PathAndQuery}", Verbatim);
        }
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return base.SendAsync(request, cancellationToken);
    }
}
