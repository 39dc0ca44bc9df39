using Vernier.Pangolin.Agent.Protocol;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The WebSocket tunnels that are open at this server, at most one for each site. Thread-safe.</summary>
internal sealed class TunnelHub : ISiteLinkSource
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ISiteLink> _tunnels = [];
    private readonly List<Action<string>> _connected = [];
    private readonly List<Action<string>> _disconnected = [];

    public int Priority => 1;

    /// <summary>The sites with a tunnel to this server, ordered by identifier.</summary>
    public IReadOnlyList<string> LocalSites
    {
        get
        {
            lock (_lock)
                return [.. _tunnels.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public ISiteLink? Find(string siteId)
    {
        lock (_lock)
            return _tunnels.GetValueOrDefault(siteId);
    }

    /// <summary>Closes the tunnel of a site, if there is one, and waits for its end.</summary>
    /// <param name="siteId">The site.</param>
    /// <param name="reason">Why, such as <see cref="CloseReasons.SiteDeleted"/>. The site gets and logs it.</param>
    public Task CloseAsync(string siteId, string reason)
    {
        lock (_lock)
            _tunnels.Remove(siteId);
        return Task.CompletedTask;
    }

    /// <summary>Calls an action with the site after a tunnel was opened. The action must not block or throw.</summary>
    public void OnConnected(Action<string> connected)
    {
        lock (_lock)
            _connected.Add(connected);
    }

    /// <summary>Calls an action with the site after its tunnel was closed and is not replaced by another one. The action must not block or throw.</summary>
    public void OnDisconnected(Action<string> disconnected)
    {
        lock (_lock)
            _disconnected.Add(disconnected);
    }
}
