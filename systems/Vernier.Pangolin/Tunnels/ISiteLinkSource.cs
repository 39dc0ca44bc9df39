namespace Vernier.Pangolin.Tunnels;

/// <summary>The links of one kind: WireGuard, WebSocket or another server. Thread-safe.</summary>
internal interface ISiteLinkSource
{
    /// <summary>The order in which the sources are tried, lowest first: 0 WireGuard, 1 WebSocket, 2 another server.</summary>
    int Priority { get; }

    /// <summary>Returns the link of a site that is ready for requests; null if there is none.</summary>
    ISiteLink? Find(string siteId);
}
