using Microsoft.Extensions.Logging;
using Vernier.Pangolin.Configuration;
using Vernier.Services.Storage;

namespace Vernier.Pangolin.Jobs;

/// <summary>Runs one attempt of a job, renews its lease meanwhile, and stores the end. Thread-safe.</summary>
internal sealed partial class JobExecutor(JobStore store, PangolinSettings settings, PangolinMetrics metrics, TimeProvider time, ILogger<JobExecutor> logger)
{
    /// <summary>How long an attempt that was canceled can take to stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    /// <summary>Runs a job that this server has taken. It does not throw.</summary>
    /// <param name="job">The job.</param>
    /// <param name="definition">Its definition.</param>
    /// <param name="shutdown">Cancels the attempt; the job is given back.</param>
    public async Task RunAsync(JobRow job, JobDefinition definition, CancellationToken shutdown)
    {
        try
        {
            if (await AttemptAsync(job, definition, shutdown).ConfigureAwait(false) is { } end)
                await EndAsync(job, end).ConfigureAwait(false);
            else if (shutdown.IsCancellationRequested)
                await store.ReleaseAsync(job, CancellationToken.None).ConfigureAwait(false);
            else
                LogLeaseLost(job.Key);
        }
        catch (StorageException exception)
        {
            LogNotStored(job.Key, exception.Message);
        }
    }

    /// <summary>Returns the end of the attempt; null if the attempt was canceled because the server stops or the lease was lost.</summary>
    private async Task<JobEnd?> AttemptAsync(JobRow job, JobDefinition definition, CancellationToken shutdown)
    {
        if (job.Attempts > definition.MaxAttempts)
            return Failed("The server was stopped during the last attempt.", null);
        using var timeout = new CancellationTokenSource(definition.Timeout, time);
        using var lease = new CancellationTokenSource();
        using var canceled = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, lease.Token, shutdown);
        using var ended = new CancellationTokenSource();
        var renewing = RenewAsync(job, lease, ended.Token);
        try
        {
            // An attempt that ignores its cancellation does not block the queue.
            await Task.Run(() => definition.RunAsync(job.Argument, canceled.Token), CancellationToken.None)
                .WaitAsync(definition.Timeout + Grace, time, CancellationToken.None).ConfigureAwait(false);
            return JobSchedule.Succeeded(job, definition, time.GetUtcNow());
        }
        catch (Exception) when (lease.IsCancellationRequested || shutdown.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception)
        {
            return timeout.IsCancellationRequested && exception is OperationCanceledException or TimeoutException
                ? Failed($"The attempt took longer than {definition.Timeout.TotalSeconds:0.###} s.", null)
                : Failed(exception.Message, exception);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await renewing.ConfigureAwait(false);
        }

        JobEnd Failed(string error, Exception? exception)
        {
            var end = JobSchedule.Failed(job, definition, error, settings.Current.Jobs, time.GetUtcNow());
            if (end.Status == JobStatus.Retry)
                LogRetry(job.Key, job.Attempts, definition.MaxAttempts, (end.Due - end.Ended).TotalSeconds, error);
            else
                LogFailed(exception, job.Key, job.Attempts, error);
            return end;
        }
    }

    private async Task EndAsync(JobRow job, JobEnd end)
    {
        metrics.JobEnded(JobTypes.Find(job.Type)!.Value, end.Status);
        if (!await store.EndAsync(job, end, CancellationToken.None).ConfigureAwait(false))
            LogLeaseLost(job.Key);
    }

    /// <summary>Renews the lease until the attempt ends. Cancels the attempt when another server has the job, or can have it.</summary>
    private async Task RenewAsync(JobRow job, CancellationTokenSource lost, CancellationToken ended)
    {
        var duration = settings.Current.Jobs.LeaseDuration;
        var renewed = time.GetTimestamp();
        using var timer = new PeriodicTimer(duration / 3, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ended).ConfigureAwait(false))
            {
                try
                {
                    var start = time.GetTimestamp();
                    if (!await store.RenewAsync(job, time.GetUtcNow(), duration, ended).ConfigureAwait(false))
                        break;
                    renewed = start;
                }
                catch (StorageException exception)
                {
                    LogNotRenewed(job.Key, exception.Message);
                    if (time.GetElapsedTime(renewed) >= duration)
                        break;
                }
            }
            await lost.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The attempt has ended.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Attempt {Attempt} of {MaxAttempts} of the job {Job} failed; the next one starts in {Delay:0} s: {Error}")]
    private partial void LogRetry(string job, long attempt, int maxAttempts, double delay, string error);

    [LoggerMessage(2, LogLevel.Error, "The job {Job} failed after {Attempts} attempts: {Error}")]
    private partial void LogFailed(Exception? exception, string job, long attempts, string error);

    [LoggerMessage(3, LogLevel.Warning, "The job {Job} was canceled or its result was discarded because another server has it or can have it.")]
    private partial void LogLeaseLost(string job);

    [LoggerMessage(4, LogLevel.Error, "The end of the job {Job} was not stored; it runs again when its lease has expired: {Reason}")]
    private partial void LogNotStored(string job, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The lease of the job {Job} was not renewed: {Reason}")]
    private partial void LogNotRenewed(string job, string reason);
}
