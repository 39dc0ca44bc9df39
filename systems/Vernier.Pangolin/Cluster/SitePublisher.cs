using System.Collections.Concurrent;
using System.Text.Json;
using Vernier.Pangolin.Channels;
using Vernier.Pangolin.Inventory;
using Vernier.Pangolin.Tunnels;

namespace Vernier.Pangolin.Cluster;

/// <summary>Stores which sites are connected to this server. <see cref="PublishAsync"/> and <see cref="ReconcileAsync"/> are called in turn.</summary>
internal sealed class SitePublisher(SiteInventory inventory, SiteStates states, TunnelHub hub, ClusterStore store, ServerIdentity identity)
{
    private readonly ConcurrentDictionary<string, bool> _connected = [];
    private readonly Dictionary<string, SiteLinkRow> _published = [];

    /// <summary>Sets that a site has connected: this server has the newest connection.</summary>
    public void Connected(string siteId) => _connected[siteId] = true;

    /// <summary>Stores what has changed. After an exception the rest is stored by the next call.</summary>
    public async Task PublishAsync(CancellationToken cancellation)
    {
        foreach (var siteId in inventory.Current.Sites.Keys)
        {
            var state = states.Local(siteId);
            var published = _published.GetValueOrDefault(siteId);
            if (!state.Online)
            {
                if (published is not null)
                    await RemoveAsync(published, cancellation).ConfigureAwait(false);
                continue;
            }
            var row = new SiteLinkRow { SiteId = siteId, RunId = identity.RunId, Number = published?.Number ?? 0, State = JsonSerializer.Serialize(state) };
            if (_connected.TryRemove(siteId, out _) || published is null)
            {
                await ClaimAsync(row, cancellation).ConfigureAwait(false);
            }
            else if (published != row)
            {
                await store.UpdateAsync(row, cancellation).ConfigureAwait(false);
                _published[siteId] = row;
            }
        }
        foreach (var deleted in _published.Values.Where(row => !inventory.Current.Sites.ContainsKey(row.SiteId)).ToList())
            await RemoveAsync(deleted, cancellation).ConfigureAwait(false);
    }

    /// <summary>Compares what was stored with what was read: closes the tunnels of sites that have connected to another server since then.</summary>
    public async Task ReconcileAsync(ClusterSnapshot snapshot)
    {
        foreach (var published in _published.Values.ToList())
        {
            var stored = snapshot.Sites.GetValueOrDefault(published.SiteId)?.Row;
            if (stored is not null && stored.RunId == identity.RunId)
                continue;
            // If the row was removed because this server did not renew its registration in time, the site is published again.
            _published.Remove(published.SiteId);
            if (stored is not null && stored.Number > published.Number && !_connected.ContainsKey(published.SiteId))
                await hub.CloseAsync(published.SiteId, CloseReasons.Replaced).ConfigureAwait(false);
        }
    }

    private async Task ClaimAsync(SiteLinkRow row, CancellationToken cancellation)
    {
        try
        {
            _published[row.SiteId] = row with { Number = await store.ClaimAsync(row, cancellation).ConfigureAwait(false) };
        }
        catch
        {
            Connected(row.SiteId);
            throw;
        }
    }

    private async Task RemoveAsync(SiteLinkRow row, CancellationToken cancellation)
    {
        await store.RemoveAsync(row, cancellation).ConfigureAwait(false);
        _published.Remove(row.SiteId);
    }
}
