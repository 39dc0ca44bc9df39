using Vernier.Pangolin.Inventory;

namespace Vernier.Pangolin.Tunnels;

/// <summary>The health of backends, as their sites report it. Thread-safe.</summary>
internal sealed class BackendHealth(SiteInventory inventory, PangolinMetrics metrics)
{
    private static readonly Dictionary<string, bool> None = [];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<string, bool>> _reported = [];
    private Func<string, IReadOnlyDictionary<string, bool>?>? _remote;

    /// <summary>Whether requests can be sent to a target: true unless its site reported a failed health check, or that it does not have the target.</summary>
    public bool IsHealthy(string siteId, string target)
    {
        lock (_lock)
        {
            if (_reported.TryGetValue(siteId, out var targets))
                return targets.GetValueOrDefault(target, true);
        }
        return _remote?.Invoke(siteId)?.GetValueOrDefault(target, true) ?? true;
    }

    /// <summary>Sets how the results of sites are found that are connected to other servers: null for other sites. Call it before the first request.</summary>
    public void UseRemote(Func<string, IReadOnlyDictionary<string, bool>?> remote) => _remote = remote;

    /// <summary>Returns the last result of each target of a site.</summary>
    public IReadOnlyDictionary<string, bool> Of(string siteId)
    {
        lock (_lock)
            return _reported.TryGetValue(siteId, out var targets) ? new Dictionary<string, bool>(targets) : None;
    }

    /// <summary>Stores what a site reports. Targets that no resource uses are ignored.</summary>
    public void Report(string siteId, IEnumerable<KeyValuePair<string, bool>> results)
    {
        lock (_lock)
        {
            var used = TargetsOf(inventory.Current, siteId);
            if (!_reported.TryGetValue(siteId, out var targets))
                _reported.Add(siteId, targets = []);
            foreach (var (target, isHealthy) in results.Where(result => used.Contains(result.Key)))
            {
                targets[target] = isHealthy;
                metrics.BackendHealth(siteId, target, isHealthy);
            }
        }
    }

    /// <summary>Forgets the results of a site that is offline; its backends are not reachable.</summary>
    public void SiteDisconnected(string siteId)
    {
        lock (_lock)
        {
            _reported.Remove(siteId);
            foreach (var target in TargetsOf(inventory.Current, siteId))
                metrics.BackendHealth(siteId, target, healthy: false);
        }
    }

    /// <summary>Creates the series of new backends, and forgets the removed ones.</summary>
    public void Refresh(InventorySnapshot current)
    {
        lock (_lock)
        {
            foreach (var siteId in _reported.Keys.Where(site => !current.Sites.ContainsKey(site)).ToList())
                _reported.Remove(siteId);
            foreach (var siteId in current.Sites.Keys)
            {
                var used = TargetsOf(current, siteId);
                var reported = _reported.GetValueOrDefault(siteId);
                foreach (var target in reported?.Keys.Where(target => !used.Contains(target)).ToList() ?? [])
                    reported!.Remove(target);
                foreach (var target in used)
                    metrics.BackendHealth(siteId, target, reported?.GetValueOrDefault(target) == true);
            }
        }
    }

    private static HashSet<string> TargetsOf(InventorySnapshot current, string siteId) =>
        [.. current.Resources.Values.Where(resource => resource.SiteId == siteId).SelectMany(resource => resource.Targets.Select(target => target.Name))];
}
