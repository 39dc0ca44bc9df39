using Microsoft.Extensions.Logging;

namespace Vernier.Push.Loop;

/// <summary>
/// Pushes immediately and then at each interval, with retries and a circuit breaker, and a final time when it is stopped. Only one push runs at a time.
/// A failed push loses nothing, because metrics are cumulative. Errors are never thrown. All members are thread-safe.
/// </summary>
internal sealed class PushLoop : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<PushResult>> _push;
    private readonly PushOptions _options;
    private readonly TimeProvider _time;
    private readonly PushMetrics _metrics;
    private readonly PushReporter _reporter;
    private readonly CircuitBreaker _breaker;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _gate = new();
    private Task? _schedule;
    private Task? _stop;

    /// <param name="target">The name of the target in metrics and logs.</param>
    /// <param name="push">Pushes all metrics once.</param>
    /// <param name="registry">The registry of the push metrics, whose clock is used.</param>
    /// <param name="options">The schedule; validated.</param>
    /// <param name="logger">The log of state changes.</param>
    public PushLoop(string target, Func<CancellationToken, Task<PushResult>> push, MetricRegistry registry, PushOptions options, ILogger logger)
    {
        _push = push;
        _options = options;
        _time = registry.TimeProvider;
        _metrics = new PushMetrics(registry, target);
        _reporter = new PushReporter(logger, target);
        _breaker = new CircuitBreaker(options.BreakerThreshold, options.BreakDuration, _time, _metrics.SetBreaker);
    }

    /// <summary>Starts the schedule; a second call, or a call after the end, has no effect.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_schedule is not null || _stop is not null)
                return;
            // The pushes must not inherit the ambient state of the caller, such as its activity.
            using var none = ExecutionContext.SuppressFlow();
            _schedule = Task.Run(RunAsync);
        }
    }

    /// <summary>Pushes once, after a running push has finished.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled the push.</exception>
    public async Task<PushResult> FlushAsync(CancellationToken cancellation)
    {
        var result = await TryAsync(evenIfOpen: false, cancellation, cancellation).ConfigureAwait(false);
        _reporter.Report(result);
        return result;
    }

    /// <summary>Stops the schedule and, if it was started, pushes a final time within the shutdown timeout.</summary>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stop ??= _schedule is null ? Task.CompletedTask : FinishAsync(_schedule, cancellation);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None).ConfigureAwait(false);

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.Interval, _time);
        try
        {
            do
                await PushAsync(last: false, _options.Interval, _stopping.Token).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task FinishAsync(Task schedule, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.ShutdownTimeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            // A running push must finish first, so that an older state cannot arrive after the final one.
            await schedule.WaitAsync(end.Token).ConfigureAwait(false);
            var result = await PushAsync(last: true, _options.ShutdownTimeout, end.Token).WaitAsync(end.Token).ConfigureAwait(false);
            if (!result.IsSuccess)
                _reporter.ReportFinalFailure(result.Cause);
        }
        catch (OperationCanceledException)
        {
            _reporter.ReportFinalFailure(cancellation.IsCancellationRequested ? "the shutdown was aborted" : $"not completed within {_options.ShutdownTimeout}");
        }
        finally
        {
            await _abort.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Pushes, with retries that start within the time.</summary>
    private async Task<PushResult> PushAsync(bool last, TimeSpan within, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        for (var retries = 0; ; retries++)
        {
            var result = await TryAsync(evenIfOpen: last, cancellation, _abort.Token).ConfigureAwait(false);
            var delay = Delay(retries, result);
            var mayRetry = result.Outcome == PushOutcome.Failed && retries < _options.MaxRetries && (last || !_breaker.IsOpen);
            if (!mayRetry || _time.GetElapsedTime(start) + delay >= within)
            {
                _reporter.Report(result);
                return result;
            }
            await Task.Delay(delay, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <param name="evenIfOpen">Whether to push even if the circuit breaker is open.</param>
    /// <param name="waiting">Cancels waiting for a running push.</param>
    /// <param name="pushing">Cancels the push itself.</param>
    private async Task<PushResult> TryAsync(bool evenIfOpen, CancellationToken waiting, CancellationToken pushing)
    {
        await _turn.WaitAsync(waiting).ConfigureAwait(false);
        try
        {
            if (!_breaker.TryEnter() && !evenIfOpen)
            {
                _metrics.Skipped();
                return PushResult.Skipped("the circuit breaker is open after consecutive failures");
            }
            var start = _time.GetTimestamp();
            var result = await CallAsync(pushing).ConfigureAwait(false);
            _metrics.Pushed(result.Outcome, _time.GetElapsedTime(start));
            if (result.Outcome == PushOutcome.Failed)
                _breaker.RecordFailure();
            else
                _breaker.RecordResponse();
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<PushResult> CallAsync(CancellationToken cancellation)
    {
        try
        {
            return await _push(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // No error of a push may reach the application or end the schedule.
            return PushResult.Failed($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private TimeSpan Delay(int retries, PushResult result)
    {
        // Jitter spreads the retries of many processes.
        var backOff = _options.RetryDelay * Math.Pow(2, retries) * (0.75 + (0.5 * Random.Shared.NextDouble()));
        return result.RetryAfter > backOff ? result.RetryAfter.Value : backOff;
    }
}
