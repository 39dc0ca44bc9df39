using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Inventory;

/// <summary>
/// The sites and resources in memory. The snapshot is replaced after each change of this server, and every 5 seconds for changes of other servers. Creates
/// the series of what is known, and removes the series of what no longer exists. Thread-safe.
/// </summary>
internal sealed partial class SiteInventory(InventoryStore store, PangolinMetrics metrics, TimeProvider time, ILogger<SiteInventory> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _refresh = new(1);
    private readonly Lock _lock = new();
    private readonly List<Action<InventorySnapshot, InventorySnapshot>> _changed = [];
    private readonly StorageAvailability _availability = new();
    private InventorySnapshot _current = InventorySnapshot.Empty;

    public InventorySnapshot Current => Volatile.Read(ref _current);

    /// <summary>Calls an action with the previous and the new snapshot after each refresh, until the server stops. The action must not block or throw.</summary>
    public void OnChanged(Action<InventorySnapshot, InventorySnapshot> changed)
    {
        lock (_lock)
            _changed.Add(changed);
    }

    /// <summary>Reads the database.</summary>
    /// <exception cref="StorageException">The database is unavailable; the snapshot is kept.</exception>
    public async Task RefreshAsync(CancellationToken cancellation)
    {
        await _refresh.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var previous = Current;
            var current = await store.ReadAsync(cancellation).ConfigureAwait(false);
            Volatile.Write(ref _current, current);
            UpdateSeries(previous, current);
            List<Action<InventorySnapshot, InventorySnapshot>> changed;
            lock (_lock)
                changed = [.. _changed];
            foreach (var action in changed)
                action(previous, current);
        }
        finally
        {
            _refresh.Release();
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _refresh.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            await _availability.TryAsync(RefreshAsync, LogAvailable, LogUnavailable, stoppingToken).ConfigureAwait(false);
    }

    private void UpdateSeries(InventorySnapshot previous, InventorySnapshot current)
    {
        foreach (var site in current.Sites.Values.Where(site => !previous.Sites.ContainsKey(site.Id)))
            metrics.SiteKnown(site.Id, site.Region);
        foreach (var resource in current.Resources.Values.Where(resource => !previous.Resources.ContainsKey(resource.Id)))
            metrics.ResourceKnown(resource.SiteId, resource.Id, resource.Kind == ResourceKind.Tcp);
        foreach (var resource in previous.Resources.Values.Where(resource => !current.Resources.ContainsKey(resource.Id)))
            metrics.ResourceRemoved(resource.Id);
        var (before, after) = (Backends(previous), Backends(current));
        foreach (var (site, backend) in after.Except(before))
            metrics.BackendKnown(site, backend);
        foreach (var (site, backend) in before.Except(after))
            metrics.BackendRemoved(site, backend);
        foreach (var site in previous.Sites.Keys.Where(site => !current.Sites.ContainsKey(site)))
            metrics.SiteRemoved(site);
        var regions = current.Sites.Values.Select(site => site.Region).ToHashSet();
        foreach (var region in previous.Sites.Values.Select(site => site.Region).Distinct().Where(region => !regions.Contains(region)))
            metrics.RegionRemoved(region);
    }

    private static HashSet<(string Site, string Backend)> Backends(InventorySnapshot snapshot) =>
        [.. snapshot.Resources.Values.SelectMany(resource => resource.Targets.Select(target => (resource.SiteId, target.Name)))];

    [LoggerMessage(1, LogLevel.Error, "Cannot read the sites and resources; the last known ones are used: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The sites and resources are read again.")]
    private partial void LogAvailable();
}
