using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vernier.Push.Loop;

namespace Vernier.Push.Pushgateway;

/// <summary>
/// Pushes the metrics of a registry to a Pushgateway immediately and then at each interval, with retries and a circuit breaker, and a final time when it
/// is stopped. It never throws because of a push, and only one push runs at a time. Its metrics are those of <see cref="PushCatalog"/> with the target
/// <c>pushgateway</c>. All members are thread-safe.
/// </summary>
public sealed class PushgatewayPusher : IAsyncDisposable, IDisposable
{
    private const string Target = "pushgateway";

    private readonly PushLoop _loop;

    /// <summary>Creates a pusher; <see cref="Start"/> starts it.</summary>
    /// <param name="registry">The registry to push, whose clock is used.</param>
    /// <param name="options">The options; later changes have no effect.</param>
    /// <param name="loggers">The log of failures and recoveries, once per state change; null for none.</param>
    /// <exception cref="OptionsValidationException">The options are invalid; the exception has all errors.</exception>
    public PushgatewayPusher(MetricRegistry registry, PushgatewayOptions options, ILoggerFactory? loggers = null)
    {
        Client = new PushgatewayClient(registry, options);
        ILogger logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<PushgatewayPusher>();
        _loop = new PushLoop(Target, options.Merge ? Client.PushAddAsync : Client.PushAsync, registry, options, logger);
    }

    /// <summary>The client of the pusher, for example to delete the group after stopping.</summary>
    public PushgatewayClient Client { get; }

    /// <summary>Starts pushing. A second call has no effect.</summary>
    public void Start() => _loop.Start();

    /// <summary>
    /// Pushes once, without retries, after a running push has finished. While the circuit breaker is open, no push is sent, and the outcome is
    /// <see cref="PushOutcome.Skipped"/>.
    /// </summary>
    /// <param name="cancellation">Cancels the push.</param>
    /// <exception cref="OperationCanceledException">The caller canceled the push.</exception>
    public Task<PushResult> FlushAsync(CancellationToken cancellation = default) => _loop.FlushAsync(cancellation);

    /// <summary>
    /// Stops the schedule and pushes a final time, with retries and regardless of the circuit breaker, within
    /// <see cref="PushOptions.ShutdownTimeout"/>. Does not push if the pusher was not started. Further calls wait for the first.
    /// </summary>
    /// <param name="cancellation">Aborts the final push.</param>
    public Task StopAsync(CancellationToken cancellation = default) => _loop.StopAsync(cancellation);

    /// <summary>Stops the pusher as <see cref="StopAsync"/> does, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        Client.Dispose();
    }

    /// <summary>Blocks until <see cref="DisposeAsync"/> has completed.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
