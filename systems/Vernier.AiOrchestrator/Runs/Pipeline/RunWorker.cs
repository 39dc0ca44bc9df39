using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>
/// Takes runs from the queue and executes them concurrently. A shutdown drains: steps in progress can finish, and their runs continue later. Disposed
/// without a shutdown, it drops its runs at once; they continue when their leases expire.
/// </summary>
internal sealed partial class RunWorker(
    RunQueue queue,
    RunExecution execution,
    RunSignals signals,
    StorageRetry retry,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    IOptions<AiOrchestratorOptions> options,
    ILogger<RunWorker> logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly RunOptions _options = options.Value.Runs;
    private readonly ConcurrentDictionary<RunLease, Task> _running = new();
    private readonly CancellationTokenSource _drainDeadline = new();
    private readonly CancellationTokenSource _drop = new();

    public override void Dispose()
    {
        _drop.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(_options.MaxConcurrentRuns);
        // The drain starts with the shutdown of the application, while its server may still wait for requests.
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        try
        {
            await retry.RunAsync(() => queue.ExpireOwnLeasesAsync(drain.Token), drain.Token).ConfigureAwait(false);
            while (true)
            {
                await slots.WaitAsync(drain.Token).ConfigureAwait(false);
                Start(await TakeAsync(drain.Token).ConfigureAwait(false), slots, drain.Token);
            }
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            await DrainAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the next run.</summary>
    private async Task<RunLease> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var change = signals.NextQueueChange;
            if (await retry.RunAsync(() => queue.TakeAsync(_running.Keys.Select(running => running.RunId), cancellation), cancellation).ConfigureAwait(false) is { } lease)
                return lease;
            // Runs of other hosts, and expired leases, are found by polling.
            await change.WaitAsync(PollInterval, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void Start(RunLease lease, SemaphoreSlim slots, CancellationToken drain)
    {
        var task = RunAsync();
        _running[lease] = task;
        _ = task.ContinueWith(_ => _running.TryRemove(lease, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

        async Task RunAsync()
        {
            await Task.Yield();
            try
            {
                await execution.RunAsync(lease, drain, _drainDeadline.Token, _drop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (!_drop.IsCancellationRequested)
            {
                // The lease expires, and the run continues.
                LogFailed(exception, lease.RunId);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    /// <summary>Waits for the steps in progress, and interrupts them after the drain timeout.</summary>
    private async Task DrainAsync()
    {
        if (_running.IsEmpty)
            return;
        LogDraining(_running.Count, _options.DrainTimeout.TotalSeconds);
        var all = Task.WhenAll(_running.Values);
        await Task.WhenAny(all, Task.Delay(_options.DrainTimeout, time, _drop.Token)).ConfigureAwait(false);
        await _drainDeadline.CancelAsync().ConfigureAwait(false);
        await all.ConfigureAwait(false);
    }

    [LoggerMessage(1, LogLevel.Error, "Run {RunId} was dropped after an unexpected exception; it continues when a host takes it again.")]
    private partial void LogFailed(Exception exception, string runId);

    [LoggerMessage(2, LogLevel.Information, "Shutting down: waiting up to {Seconds} s for the steps of {Count} runs.")]
    private partial void LogDraining(int count, double seconds);
}
