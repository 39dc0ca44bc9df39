using System.Collections.Frozen;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>The servers and the sites that are connected to them, at one time. Immutable.</summary>
/// <param name="Servers">The servers by the identifier of their run.</param>
/// <param name="Sites">The sites by their identifier.</param>
internal sealed record ClusterSnapshot(FrozenDictionary<string, ServerRow> Servers, FrozenDictionary<string, ConnectedSite> Sites)
{
    public static readonly ClusterSnapshot Empty = new(FrozenDictionary<string, ServerRow>.Empty, FrozenDictionary<string, ConnectedSite>.Empty);
}

/// <summary>A site that is connected to a server.</summary>
/// <param name="Row">The row.</param>
/// <param name="State">Its state.</param>
internal sealed record ConnectedSite(SiteLinkRow Row, SiteState State);
