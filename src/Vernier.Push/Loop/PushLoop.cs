using Microsoft.Extensions.Logging;

namespace Vernier.Push.Loop;

/// <summary>
/// Pushes at once and then at every interval, retries what failed, stops trying for a while when nothing helps, and pushes a last time at the end.
/// One try at a time; what a try that failed did not deliver is in the next one, because the metrics are cumulative. Nothing that goes wrong
/// leaves it as an exception. All members are thread-safe.
/// </summary>
internal sealed class PushLoop : IAsyncDisposable
{
    private readonly Func<CancellationToken, Task<PushResult>> _push;
    private readonly PushOptions _options;
    private readonly TimeProvider _time;
    private readonly PushMetrics _metrics;
    private readonly PushReport _report;
    private readonly CircuitBreaker _breaker;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly Lock _gate = new();
    private Task? _schedule;
    private Task? _stop;

    /// <param name="target">The name of the target in metrics and logs.</param>
    /// <param name="push">Pushes all metrics once.</param>
    /// <param name="registry">Where the pushes are measured, and whose clock is used.</param>
    /// <param name="options">When and how often; valid.</param>
    /// <param name="logger">Where it is logged when pushes begin to fail, and when they work again.</param>
    public PushLoop(string target, Func<CancellationToken, Task<PushResult>> push, MetricRegistry registry, PushOptions options, ILogger logger)
    {
        _push = push;
        _options = options;
        _time = registry.TimeProvider;
        _metrics = new PushMetrics(registry, target);
        _report = new PushReport(logger, target);
        _breaker = new CircuitBreaker(options.BreakerThreshold, options.BreakDuration, _time, _metrics.BreakerIs);
    }

    /// <summary>Begins; a second call does nothing, nor does one after the end.</summary>
    public void Start()
    {
        lock (_gate)
        {
            if (_schedule is not null || _stop is not null)
                return;
            // What is ambient to the caller, such as its activity, does not belong to the pushes.
            using var none = ExecutionContext.SuppressFlow();
            _schedule = Task.Run(RunAsync);
        }
    }

    /// <summary>Pushes now, once, when a push that is under way has ended.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async Task<PushResult> FlushAsync(CancellationToken cancellation)
    {
        var result = await TryAsync(evenIfOpen: false, cancellation, cancellation).ConfigureAwait(false);
        _report.Tell(result);
        return result;
    }

    /// <summary>Ends the schedule, and pushes a last time if it was started; takes no longer than the options allow.</summary>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stop ??= _schedule is null ? Task.CompletedTask : EndAsync(_schedule, cancellation);
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

    private async Task EndAsync(Task schedule, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(_options.ShutdownTimeout, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            // A try that is under way may end first, so that an older state cannot arrive after the last one.
            await schedule.WaitAsync(end.Token).ConfigureAwait(false);
            var result = await PushAsync(last: true, _options.ShutdownTimeout, end.Token).WaitAsync(end.Token).ConfigureAwait(false);
            if (!result.IsSuccess)
                _report.LastPushIsMissing(result.Cause);
        }
        catch (OperationCanceledException)
        {
            _report.LastPushIsMissing(cancellation.IsCancellationRequested ? "the shutdown could not wait" : $"not done within {_options.ShutdownTimeout}");
        }
        finally
        {
            await _givingUp.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Pushes, with retries as long as they begin within the time.</summary>
    private async Task<PushResult> PushAsync(bool last, TimeSpan within, CancellationToken cancellation)
    {
        var start = _time.GetTimestamp();
        for (var retries = 0; ; retries++)
        {
            var result = await TryAsync(evenIfOpen: last, cancellation, _givingUp.Token).ConfigureAwait(false);
            var delay = Delay(retries, result);
            var mayRetry = result.Outcome == PushOutcome.Failed && retries < _options.MaxRetries && (last || !_breaker.IsOpen);
            if (!mayRetry || _time.GetElapsedTime(start) + delay >= within)
            {
                _report.Tell(result);
                return result;
            }
            await Task.Delay(delay, _time, cancellation).ConfigureAwait(false);
        }
    }

    /// <param name="evenIfOpen">Whether it is tried though the circuit breaker is open.</param>
    /// <param name="waiting">Stops waiting for the turn.</param>
    /// <param name="pushing">Stops the try itself.</param>
    private async Task<PushResult> TryAsync(bool evenIfOpen, CancellationToken waiting, CancellationToken pushing)
    {
        await _turn.WaitAsync(waiting).ConfigureAwait(false);
        try
        {
            if (!_breaker.MayPass() && !evenIfOpen)
            {
                _metrics.Skipped();
                return PushResult.Skipped("the circuit breaker is open after failures in a row");
            }
            var start = _time.GetTimestamp();
            var result = await CallAsync(pushing).ConfigureAwait(false);
            _metrics.Pushed(result.Outcome, _time.GetElapsedTime(start));
            if (result.Outcome == PushOutcome.Failed)
                _breaker.Failed();
            else
                _breaker.Answered();
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
            // Whatever it is, the application goes on and so do the pushes.
            return PushResult.Failed($"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private TimeSpan Delay(int retries, PushResult result)
    {
        // Jitter, so that many processes do not come back together.
        var backOff = _options.RetryDelay * Math.Pow(2, retries) * (0.75 + (0.5 * Random.Shared.NextDouble()));
        return result.RetryAfter > backOff ? result.RetryAfter.Value : backOff;
    }
}
