using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Identity;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// Watches all connections: fails messages that are not acknowledged in time, closes connections whose token has expired or whose user has logged out on
/// another host, and samples quality and delivery.
/// </summary>
internal sealed partial class HubMonitor(
    HubConnections connections, DeliveryRecorder recorder, Sessions sessions, AiOrchestratorMetrics metrics, WebSocketHubOptions options, TimeProvider time, ILogger<HubMonitor> logger)
    : BackgroundService
{
    private static readonly TimeSpan ExpiryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LogoutInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(10);

    private bool _isFailing;

    /// <summary>Fails the messages that were not acknowledged in time, and closes the connections whose token has expired.</summary>
    public void Expire()
    {
        var now = time.GetUtcNow();
        foreach (var connection in connections.All)
        {
            connection.Queue.Expire(now - options.AcknowledgmentTimeout);
            if (connection.Caller.Expires <= now)
                connection.Close("The access token has expired. Refresh it and connect again.");
        }
        connections.ForgetSessions(now - options.SessionRetention);
    }

    /// <summary>Closes the connections of users who have logged out or were disabled, on whichever host.</summary>
    public async Task CloseLoggedOutAsync(CancellationToken cancellation)
    {
        foreach (var ofSession in connections.All.GroupBy(connection => connection.Caller.SessionId))
        {
            if (await sessions.IsActiveAsync(ofSession.Key, cancellation).ConfigureAwait(false))
                continue;
            foreach (var connection in ofSession)
                connection.Close("The user has logged out or was disabled.");
        }
    }

    /// <summary>Records the mean quality score and the delivery rate of the last minute, if a client is connected.</summary>
    public void Sample()
    {
        var open = connections.Snapshot();
        if (open is [])
            return;
        metrics.QualitySampled(open.Average(connection => connection.QualityScore));
        metrics.DeliverySampled(recorder.LastMinute);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(
                EveryAsync(ExpiryInterval, () =>
                {
                    Expire();
                    return Task.CompletedTask;
                }, stoppingToken),
                EveryAsync(LogoutInterval, () => TryCloseLoggedOutAsync(stoppingToken), stoppingToken),
                EveryAsync(SampleInterval, () =>
                {
                    Sample();
                    return Task.CompletedTask;
                }, stoppingToken)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The application is stopping.
        }
    }

    private async Task EveryAsync(TimeSpan interval, Func<Task> work, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false))
            await work().ConfigureAwait(false);
    }

    private async Task TryCloseLoggedOutAsync(CancellationToken stop)
    {
        try
        {
            await CloseLoggedOutAsync(stop).ConfigureAwait(false);
            _isFailing = false;
        }
        catch (StorageException exception)
        {
            if (!_isFailing)
                LogUnavailable(exception.Message);
            _isFailing = true;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Cannot check whether connected users have logged out on another host; retrying, logged once until it succeeds: {Reason}")]
    private partial void LogUnavailable(string reason);
}
