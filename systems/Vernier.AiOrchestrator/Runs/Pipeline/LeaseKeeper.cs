using Microsoft.Extensions.Logging;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Renews the lease of a run while it is executed, and notices requests to stop it, also those of other hosts.</summary>
internal sealed partial class LeaseKeeper : IAsyncDisposable
{
    private static readonly TimeSpan MaxInterval = TimeSpan.FromSeconds(1);

    private readonly RunLease _lease;
    private readonly RunQueue _queue;
    private readonly RunSignals _signals;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public LeaseKeeper(RunLease lease, RunQueue queue, RunSignals signals, TimeSpan duration, TimeProvider time, ILogger logger)
    {
        _lease = lease;
        _queue = queue;
        _signals = signals;
        _duration = duration;
        _time = time;
        _logger = logger;
        _work = Task.Run(KeepAsync);
    }

    /// <summary>
    /// Canceled when the database has another lease number: another host has taken the run, or it was ended or deleted. A lease that has merely expired,
    /// for example during an outage of the database, is renewed again.
    /// </summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Canceled when the run is to be stopped.</summary>
    public CancellationToken Stop => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        _end.Dispose();
        _lost.Dispose();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        var interval = _duration / 3 < MaxInterval ? _duration / 3 : MaxInterval;
        var renewed = _time.GetTimestamp();
        var isExpiryLogged = false;
        using var watch = _signals.WatchRun(_lease.RunId);
        while (!_end.IsCancellationRequested && !_lost.IsCancellationRequested)
        {
            var next = watch.Next;
            try
            {
                if (_time.GetElapsedTime(renewed) >= _duration / 3)
                {
                    var now = _time.GetTimestamp();
                    await _queue.RenewAsync(_lease, _end.Token).ConfigureAwait(false);
                    renewed = now;
                    isExpiryLogged = false;
                }
                await InspectAsync().ConfigureAwait(false);
                await next.WaitAsync(interval, _time, _end.Token).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The next regular inspection is due.
            }
            catch (OperationCanceledException) when (_end.IsCancellationRequested)
            {
                return;
            }
            catch (StorageException exception)
            {
                if (!isExpiryLogged && _time.GetElapsedTime(renewed) >= _duration)
                {
                    isExpiryLogged = true;
                    LogExpired(_lease.RunId, _duration.TotalSeconds, exception.Message);
                }
                await Task.Delay(MaxInterval, _time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task InspectAsync()
    {
        switch (await _queue.InspectAsync(_lease, _end.Token).ConfigureAwait(false))
        {
            case LeaseState.Lost:
                await _lost.CancelAsync().ConfigureAwait(false);
                break;
            case LeaseState.StopRequested:
                await _stop.CancelAsync().ConfigureAwait(false);
                break;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Run {RunId}: the lease could not be renewed for {Seconds} s and has expired; the run continues unless another host takes it: {Error}")]
    private partial void LogExpired(string runId, double seconds, string error);
}
