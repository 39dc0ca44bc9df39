using System.Collections.Frozen;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Pangolin.Tunnels;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Cluster;

/// <summary>
/// Registers this server in a shared database with a lease, stores the sites that are connected to it, and reads those of the other servers. Does nothing
/// without a shared database.
/// </summary>
internal sealed partial class ClusterService(
    Database database,
    ClusterStore store,
    ServerIdentity identity,
    PeerListener listener,
    PeerLinks links,
    PeerGate gate,
    SitePublisher publisher,
    SiteStates states,
    BackendHealth health,
    TunnelHub hub,
    PangolinSettings settings,
    TimeProvider time,
    ILogger<ClusterService> logger) : BackgroundService
{
    private readonly SemaphoreSlim _reading = new(1);
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly StorageAvailability _availability = new();
    private ServerRow? _registration;
    private byte[] _key = [];
    private long? _renewed;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!database.IsShared || settings.Initial.Cluster.Port is not { } port)
            return;
        _key = await store.GetKeyAsync(cancellationToken).ConfigureAwait(false);
        gate.RefreshAsync = RefreshForUnknownAsync;
        await listener.StartAsync(port, _key, cancellationToken).ConfigureAwait(false);
        _registration = new ServerRow { Instance = identity.Instance, RunId = identity.RunId, Host = HostOf(settings.Initial), Port = listener.Port, Certificate = identity.CertificateHash };
        states.UseRemote(links.StateOf);
        health.UseRemote(siteId => links.StateOf(siteId)?.Targets);
        states.OnChanged(_ => Wake());
        hub.OnConnected(siteId =>
        {
            publisher.Connected(siteId);
            Wake();
        });
        await RunOnceAsync(cancellationToken).ConfigureAwait(false);
        LogRegistered(_registration.Host, _registration.Port, links.Snapshot.Servers.Count - 1);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (_registration is null)
            return;
        try
        {
            await store.UnregisterAsync(identity.RunId, cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException exception)
        {
            LogNotUnregistered(exception.Message);
        }
        await listener.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void Dispose()
    {
        _reading.Dispose();
        _wake.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await WaitAsync(stoppingToken).ConfigureAwait(false);
            await _availability.TryAsync(RunOnceAsync, LogAvailable, LogUnavailable, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task RunOnceAsync(CancellationToken cancellation)
    {
        var lease = settings.Current.Cluster.LeaseDuration;
        if (_renewed is not { } renewed || time.GetElapsedTime(renewed) >= lease / 3)
        {
            var start = time.GetTimestamp();
            await store.RegisterAsync(_registration!, time.GetUtcNow(), lease, cancellation).ConfigureAwait(false);
            _renewed = start;
            gate.Forget();
        }
        await publisher.PublishAsync(cancellation).ConfigureAwait(false);
        await ReadAsync(cancellation).ConfigureAwait(false);
        await publisher.ReconcileAsync(links.Snapshot).ConfigureAwait(false);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var (servers, sites) = await store.ReadAsync(time.GetUtcNow(), cancellation).ConfigureAwait(false);
            links.Update(new ClusterSnapshot(
                servers.ToFrozenDictionary(server => server.RunId),
                sites.ToFrozenDictionary(site => site.SiteId, site => new ConnectedSite(site, JsonSerializer.Deserialize<SiteState>(site.State)! with { Server = site.RunId }))), _key);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Reads the servers when one that is not known sends a request with a valid signature: it has just started.</summary>
    private async Task RefreshForUnknownAsync(CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // The request is rejected; the loop logs that the database is unavailable.
        }
    }

    private void Wake()
    {
        try
        {
            _wake.Release();
        }
        catch (Exception exception) when (exception is SemaphoreFullException or ObjectDisposedException)
        {
            // It is awake already, or has stopped.
        }
    }

    /// <summary>Waits until something has changed, at most the refresh interval.</summary>
    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var interval = new CancellationTokenSource(settings.Current.Cluster.RefreshInterval, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, cancellation);
        await _wake.WaitAsync(linked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellation.ThrowIfCancellationRequested();
    }

    private static string HostOf(PangolinOptions options)
    {
        if (options.Cluster.AdvertisedHost is { Length: > 0 } host)
            return host;
        var address = IPAddress.Parse(options.Address);
        return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : options.Address;
    }

    [LoggerMessage(1, LogLevel.Information, "Other servers reach this one at {Host}:{Port}. Number of other servers: {Others}.")]
    private partial void LogRegistered(string host, long port, int others);

    [LoggerMessage(2, LogLevel.Error, "Cannot renew the registration of this server or read those of others; the last known ones are used: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(3, LogLevel.Warning, "The registration of this server is renewed again.")]
    private partial void LogAvailable();

    [LoggerMessage(4, LogLevel.Warning, "The registration of this server was not removed; it expires by itself: {Reason}")]
    private partial void LogNotUnregistered(string reason);
}
