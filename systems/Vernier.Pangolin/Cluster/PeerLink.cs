using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>A link to a site through the server to which it is connected. Thread-safe.</summary>
internal sealed class PeerLink(string siteId, Transport transport, PeerConnection connection) : ISiteLink
{
    public string SiteId => siteId;

    public Transport Transport => transport;

    public bool IsLocal => false;

    /// <summary>Which server has the site.</summary>
    public PeerConnection Connection => connection;

    public HttpMessageInvoker Client { get; } = new(new Handler(siteId, connection));

    private sealed class Handler(string siteId, PeerConnection connection) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var uri = request.RequestUri ?? throw new InvalidOperationException("The request has no URI.");
            request.Headers.Remove(PeerSignature.SiteHeader);
            request.Headers.Add(PeerSignature.SiteHeader, siteId);
            var target = request.Headers.TryGetValues(SiteProtocol.TargetHeader, out var values) ? string.Join(',', values) : "";
            var signed = new PeerRequest(request.Method.Method, request.Headers.Host ?? uri.Authority, uri.PathAndQuery, siteId, target);
            return connection.SendAsync(request, signed, cancellationToken);
        }
    }
}
