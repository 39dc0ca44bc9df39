using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Tunnels;

/// <summary>Which sites are connected to this server, over all transports. Records the state as metrics. Thread-safe.</summary>
internal sealed class SiteStates(SiteInventory inventory, BackendHealth health, PangolinMetrics metrics, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SiteState> _states = [];
    private readonly Dictionary<string, string> _regions = [];
    private readonly List<Action<string>> _changed = [];
    private Func<string, SiteState?>? _remote;

    /// <summary>Returns the state of a site, which can be connected to another server.</summary>
    public SiteState Of(string siteId)
    {
        var local = Local(siteId);
        return local.Online ? local : _remote?.Invoke(siteId) ?? local;
    }

    /// <summary>Returns the state of a site at this server.</summary>
    public SiteState Local(string siteId)
    {
        lock (_lock)
            return (_states.GetValueOrDefault(siteId) ?? SiteState.Unknown) with { Targets = health.Of(siteId) };
    }

    /// <summary>Sets how the states of sites are found that are connected to other servers: null for other sites. Call it before the first request.</summary>
    public void UseRemote(Func<string, SiteState?> remote) => _remote = remote;

    /// <summary>Calls an action with the site after each change of its state, until the server stops. The action must not block or throw.</summary>
    public void OnChanged(Action<string> changed)
    {
        lock (_lock)
            _changed.Add(changed);
    }

    /// <summary>Sets that a site is connected over a transport.</summary>
    public void Connected(string siteId, Transport transport, SiteDescription site) => Update(siteId, transport, online: true, site);

    /// <summary>Sets that a site is no longer connected over a transport.</summary>
    public void Disconnected(string siteId, Transport transport) => Update(siteId, transport, online: false, null);

    /// <summary>Updates the states after sites were deleted or moved to another region.</summary>
    public void Refresh(InventorySnapshot current)
    {
        lock (_lock)
        {
            foreach (var siteId in _states.Keys.Where(site => !current.Sites.ContainsKey(site)).ToList())
            {
                _states.Remove(siteId);
                _regions.Remove(siteId);
            }
            CountRegions(current);
        }
    }

    private void Update(string siteId, Transport transport, bool online, SiteDescription? site)
    {
        List<Action<string>> changed;
        lock (_lock)
        {
            var current = inventory.Current;
            if (!current.Sites.ContainsKey(siteId))
                return;
            var before = _states.GetValueOrDefault(siteId) ?? SiteState.Unknown;
            Transport[] transports = [.. before.Transports.Where(other => other != transport), .. online ? (Transport[])[transport] : []];
            var isOnline = transports.Length > 0;
            _states[siteId] = before with
            {
                Online = isOnline,
                Transports = transports,
                Since = isOnline == before.Online ? before.Since : time.GetUtcNow(),
                RemoteAddress = site?.RemoteAddress ?? before.RemoteAddress,
                Version = site?.Version ?? before.Version,
            };
            if (site?.Region is { } region)
                _regions[siteId] = region;
            if (!isOnline)
                health.SiteDisconnected(siteId);
            metrics.SiteOnline(siteId, transport, online);
            metrics.TunnelUp(siteId, transport, online);
            CountRegions(current);
            changed = [.. _changed];
        }
        foreach (var action in changed)
            action(siteId);
    }

    /// <summary>The region on the server wins over the one that the site reports.</summary>
    private void CountRegions(InventorySnapshot current)
    {
        foreach (var region in current.Sites.Values.GroupBy(RegionOf))
            metrics.ActiveSites(region.Key, region.Count(site => _states.GetValueOrDefault(site.Id)?.Online == true));
    }

    private string RegionOf(Site site) => site.Region.Length > 0 ? site.Region : _regions.GetValueOrDefault(site.Id, "");
}
