namespace Vernier.Pangolin.Tunnels;

/// <summary>
/// A connection to a site over which requests are sent. A request names its target in the header <see cref="Channels.SiteProtocol.TargetHeader"/>; its
/// URI has the scheme http and the host of the original request. Thread-safe.
/// </summary>
internal interface ISiteLink
{
    string SiteId { get; }

    Transport Transport { get; }

    /// <summary>Sends requests to the site. Do not dispose it; it fails all requests once the connection is lost.</summary>
    HttpMessageInvoker Client { get; }

    /// <summary>Whether this server has the connection; otherwise requests go through another server.</summary>
    bool IsLocal { get; }
}
