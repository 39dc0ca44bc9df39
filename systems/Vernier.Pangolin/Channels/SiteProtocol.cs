namespace Vernier.Pangolin.Channels;

/// <summary>What a server and its sites agree on.</summary>
internal static class SiteProtocol
{
    /// <summary>The WebSocket subprotocol. Its version changes when a site and a server cannot understand each other otherwise.</summary>
    public const string Subprotocol = "vernier-tunnel.v1";

    /// <summary>The request header with the name of the target. The site removes it.</summary>
    public const string TargetHeader = "Pangolin-Target";

    /// <summary>
    /// The response header with the cause of a failure at the site, spelled as the label value of <see cref="ProxyError"/>. The site removes it from
    /// responses of backends.
    /// </summary>
    public const string ErrorHeader = "Pangolin-Error";

    /// <summary>The :protocol of an extended CONNECT that opens a WebSocket.</summary>
    public const string WebSocketProtocol = "websocket";

    /// <summary>The authority in the URIs of all requests to a site; the authority of the client is in the Host header.</summary>
    public const string SiteAuthority = "site.pangolin.invalid";

    /// <summary>
    /// The authority, in the Host header, of requests that open TCP connections to targets: a POST whose request body and response body are the two
    /// directions. Unlike an extended CONNECT of <see cref="SocketsHttpHandler"/>, each direction can end on its own.
    /// </summary>
    public const string TcpAuthority = "tcp.pangolin.invalid";
}
