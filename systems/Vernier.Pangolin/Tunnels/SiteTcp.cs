using System.Net;
using Vernier.Pangolin.Agent.Protocol;

namespace Vernier.Pangolin.Tunnels;

/// <summary>
/// Opens TCP connections to targets of a site: a POST whose request body and response body are the two directions. Unlike an extended CONNECT, of which
/// <see cref="SocketsHttpHandler"/> can only end both directions together, each direction can end on its own.
/// </summary>
internal static class SiteTcp
{
    /// <summary>Creates the request that opens a connection. If the status of its response is not 200, the connection failed (<see cref="SiteProtocol.ErrorHeader"/>).</summary>
    /// <param name="target">The target at the site.</param>
    /// <param name="sending">The bytes to the target; the content ends when the client has sent all.</param>
    public static HttpRequestMessage CreateRequest(string target, HttpContent sending)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"http://{SiteProtocol.SiteAuthority}/")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = sending,
        };
        request.Headers.Host = SiteProtocol.TcpAuthority;
        request.Headers.Add(SiteProtocol.TargetHeader, target);
        return request;
    }
}
