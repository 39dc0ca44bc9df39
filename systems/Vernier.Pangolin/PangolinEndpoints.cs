namespace Vernier.Pangolin;

/// <summary>The routes of Pangolin.</summary>
internal static class PangolinEndpoints
{
    /// <summary>The prefix of the API.</summary>
    public const string Api = "/api/v1";

    /// <summary>The WebSocket endpoint of sites.</summary>
    public const string Tunnel = "/api/v1/tunnel";

    /// <summary>The path prefix, on the host name of each resource, of the routes of the proxy itself.</summary>
    public const string Reserved = "/.pangolin/";

    /// <summary>The endpoint with which clients open direct connections to sites.</summary>
    public const string DirectConnections = "/api/v1/direct-connections";

    /// <summary>The clients that can open direct connections.</summary>
    public const string Clients = "/api/v1/clients";
}
