using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Models;

/// <summary>
/// Stores the cost of calls, and records it in the metrics when it is stored. While the database is unavailable it retries, also after the run was
/// canceled. At startup it continues the stored totals; at shutdown it waits for the costs that are not stored yet. Thread-safe.
/// </summary>
internal sealed class CostLedger(CostStore store, AiOrchestratorMetrics metrics, TimeProvider time, ILogger<CostLedger> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Task> _pending = new();
    private readonly CancellationTokenSource _abandon = new();

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var total in await store.ReadTotalsAsync(cancellationToken).ConfigureAwait(false))
            metrics.RestoreCost(total.Repository, total.UserName, total.Usd, DateTimeOffset.FromUnixTimeMilliseconds(total.Started));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var pending = Task.WhenAll(_pending.Values);
        using (cancellationToken.UnsafeRegister(static abandon => ((CancellationTokenSource)abandon!).Cancel(), _abandon))
            await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Returns when the cost is stored.</summary>
    /// <param name="cost">The cost.</param>
    /// <param name="cancellation">Stops waiting; the cost is stored nevertheless.</param>
    public Task AddAsync(CallCost cost, CancellationToken cancellation)
    {
        var storing = StoreAsync(cost);
        if (!storing.IsCompleted)
        {
            _pending[cost.CallId] = storing;
            _ = storing.ContinueWith(stored => _pending.TryRemove(KeyValuePair.Create(cost.CallId, stored)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        return storing.WaitAsync(cancellation);
    }

    public void Dispose() => _abandon.Dispose();

    private async Task StoreAsync(CallCost cost)
    {
        try
        {
            for (var attempt = 1; !await TryStoreAsync(cost, attempt).ConfigureAwait(false); attempt++)
                await Task.Delay(RetryDelay, time, _abandon.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ModelLog.CostLost(logger, cost.RunId, cost.Usd, cost.Repository, cost.User);
            throw;
        }
        metrics.CostStored(cost.Repository, cost.User, cost.Usd);
    }

    private async Task<bool> TryStoreAsync(CallCost cost, int attempt)
    {
        try
        {
            await store.AddAsync(cost, _abandon.Token).ConfigureAwait(false);
            if (attempt > 1)
                ModelLog.CostStoredLate(logger, cost.RunId, cost.Usd, attempt);
            return true;
        }
        catch (StorageException exception)
        {
            if (attempt == 1)
                ModelLog.CostRetried(logger, cost.RunId, cost.Usd, RetryDelay, exception.Message);
            return false;
        }
    }
}
