using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Inventory;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Identity;

/// <summary>
/// Sets the gauges of sessions and active users from the database: at the start, after each change of this server, and every 5 seconds for changes of other
/// servers and for sessions that have expired. Each server reports the sessions of all.
/// </summary>
internal sealed partial class SessionGauges(Sessions sessions, SiteInventory inventory, PangolinMetrics metrics, TimeProvider time, ILogger<SessionGauges> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The methods with sessions.</summary>
    private static readonly AuthMethod[] Methods = [.. Enum.GetValues<AuthMethod>().Where(method => method is not (AuthMethod.None or AuthMethod.Rule))];

    /// <summary>Wakes the loop; several changes are one.</summary>
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private readonly StorageAvailability _availability = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        sessions.OnChanged(Wake);
        inventory.OnChanged(InventoryChanged);
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = time.CreateTimer(_ => Wake(), null, Interval, Interval);
        while (true)
        {
            await _changed.Reader.ReadAsync(stoppingToken).ConfigureAwait(false);
            await _availability.TryAsync(RefreshAsync, LogAvailable, LogUnavailable, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        var console = await sessions.CountConsoleAsync(cancellation).ConfigureAwait(false);
        var counts = await sessions.CountUsersAsync(cancellation).ConfigureAwait(false);
        var users = counts.ToDictionary(count => (count.SiteId, count.Method), count => (int)count.Users);
        metrics.UiSessions(console);
        lock (_lock)
        {
            foreach (var site in inventory.Current.Sites.Keys)
            {
                foreach (var method in Methods)
                    metrics.ActiveUsers(site, method, users.GetValueOrDefault((site, method.ToString())));
            }
        }
    }

    private void InventoryChanged(InventorySnapshot previous, InventorySnapshot current)
    {
        // A refresh that has read the previous snapshot can have created series again.
        lock (_lock)
        {
            foreach (var site in previous.Sites.Keys.Where(site => !current.Sites.ContainsKey(site)))
                metrics.SiteRemoved(site);
        }
        if (!previous.Sites.Keys.ToHashSet().SetEquals(current.Sites.Keys))
            Wake();
    }

    private void Wake() => _changed.Writer.TryWrite(true);

    [LoggerMessage(1, LogLevel.Error, "Cannot count the sessions; the last numbers are kept: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "The sessions are counted again.")]
    private partial void LogAvailable();
}
