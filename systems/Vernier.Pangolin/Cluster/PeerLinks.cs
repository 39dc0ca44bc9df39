using System.Collections.Frozen;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>The links to sites that are connected to other servers. Empty until <see cref="Update"/> is called. Thread-safe.</summary>
internal sealed class PeerLinks(ServerIdentity identity, PangolinSettings settings, TimeProvider time) : ISiteLinkSource, IDisposable
{
    private FrozenDictionary<string, PeerLink> _links = FrozenDictionary<string, PeerLink>.Empty;
    private Dictionary<string, PeerConnection> _connections = [];
    private ClusterSnapshot _snapshot = ClusterSnapshot.Empty;

    public int Priority => 2;

    /// <summary>What was read last.</summary>
    public ClusterSnapshot Snapshot => Volatile.Read(ref _snapshot);

    public ISiteLink? Find(string siteId) => Volatile.Read(ref _links).GetValueOrDefault(siteId);

    /// <summary>Returns the state of a site that is connected to another server; null for other sites.</summary>
    public SiteState? StateOf(string siteId) => Find(siteId) is null ? null : Snapshot.Sites.GetValueOrDefault(siteId)?.State;

    /// <summary>Replaces the links. Not thread-safe.</summary>
    public void Update(ClusterSnapshot snapshot, byte[] key)
    {
        var connections = snapshot.Servers.Where(server => server.Key != identity.RunId).ToDictionary(
            server => server.Key,
            server => _connections.GetValueOrDefault(server.Key) ?? new PeerConnection(server.Value, identity, key, settings, time));
        var previous = _links;
        var links = snapshot.Sites.Where(site => connections.ContainsKey(site.Value.Row.RunId)).ToFrozenDictionary(site => site.Key, site =>
        {
            var connection = connections[site.Value.Row.RunId];
            var transport = site.Value.State.Transports.Contains(Transport.Wireguard) ? Transport.Wireguard : Transport.Websocket;
            return previous.GetValueOrDefault(site.Key) is { } link && link.Connection == connection && link.Transport == transport
                ? link
                : new PeerLink(site.Key, transport, connection);
        });
        var removed = _connections.Where(connection => !connections.ContainsKey(connection.Key)).Select(connection => connection.Value).ToList();
        _connections = connections;
        Volatile.Write(ref _snapshot, snapshot);
        Volatile.Write(ref _links, links);
        foreach (var connection in removed)
            connection.Dispose();
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
            connection.Dispose();
    }
}
