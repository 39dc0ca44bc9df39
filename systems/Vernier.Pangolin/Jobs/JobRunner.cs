using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Jobs;

/// <summary>
/// Takes jobs that are due and runs them. When the server stops, it takes no more jobs, waits for those in progress, and gives back what takes too long.
/// </summary>
internal sealed partial class JobRunner(
    JobStore store,
    JobSignal signal,
    JobExecutor executor,
    IEnumerable<JobDefinition> definitions,
    DataDirectory directory,
    PangolinSettings settings,
    PangolinMetrics metrics,
    TimeProvider time,
    ILogger<JobRunner> logger) : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan MaintenanceInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<JobType, JobDefinition> _definitions = definitions.ToDictionary(definition => definition.Type);
    private readonly ConcurrentDictionary<string, Task> _running = [];
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _allStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StorageAvailability _availability = new();
    private bool _isPrepared;
    private long? _maintained;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Jobs use the services of all parts, so they wait until all services have started.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _allStarted.TrySetResult();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        var running = Task.WhenAll(_running.Values);
        try
        {
            await running.WaitAsync(settings.Current.Jobs.DrainTimeout, time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            LogAborting(_running.Count);
            await _abort.CancelAsync().ConfigureAwait(false);
            await running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override void Dispose()
    {
        _abort.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_definitions.Count == 0)
            return;
        await _allStarted.Task.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            var wake = signal.NextAsync();
            try
            {
                await _availability.TryAsync(PollAsync, LogAvailable, LogUnavailable, stoppingToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            await WaitAsync(wake, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task PollAsync(CancellationToken cancellation)
    {
        var options = settings.Current.Jobs;
        if (!_isPrepared)
            await store.PrepareAsync(_definitions.Values, directory.InstanceId, time.GetUtcNow(), cancellation).ConfigureAwait(false);
        _isPrepared = true;
        if (_maintained is not { } maintained || time.GetElapsedTime(maintained) >= MaintenanceInterval)
        {
            await store.MaintainAsync(time.GetUtcNow(), options.LeaseDuration, options.Retention, cancellation).ConfigureAwait(false);
            _maintained = time.GetTimestamp();
        }

        var due = await store.CountDueAsync(time.GetUtcNow(), cancellation).ConfigureAwait(false);
        var remaining = due.Where(type => _definitions.ContainsKey(type.Key)).Sum(type => type.Value);
        while (remaining-- > 0 && _running.Count < options.MaxConcurrentJobs)
        {
            var job = await store.TakeAsync(_definitions.Keys, _running.Keys, directory.InstanceId, time.GetUtcNow(), options.LeaseDuration, cancellation)
                .ConfigureAwait(false);
            if (job is null)
                break;
            Start(job);
            due = await store.CountDueAsync(time.GetUtcNow(), cancellation).ConfigureAwait(false);
        }
        foreach (var (type, jobs) in due)
            metrics.QueueDepth(type, jobs);
    }

    private void Start(JobRow job)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[job.Key] = RunAsync();
        started.SetResult();

        async Task RunAsync()
        {
            await started.Task.ConfigureAwait(false);
            await executor.RunAsync(job, _definitions[JobTypes.Find(job.Type)!.Value], _abort.Token).ConfigureAwait(false);
            _running.TryRemove(job.Key, out _);
            signal.Set();
        }
    }

    /// <summary>Waits for a signal, at most the polling interval.</summary>
    private async Task WaitAsync(Task wake, CancellationToken cancellation)
    {
        try
        {
            await wake.WaitAsync(settings.Current.Jobs.PollInterval, time, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            // The next search, or the end.
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Background jobs are paused because the database is unavailable: {Reason}")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(2, LogLevel.Warning, "Background jobs continue.")]
    private partial void LogAvailable();

    [LoggerMessage(3, LogLevel.Warning, "The shutdown cancels {Jobs} background jobs; another server or the next start repeats them.")]
    private partial void LogAborting(int jobs);
}
