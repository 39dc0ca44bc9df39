using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Vernier.Push.Loop;

namespace Vernier.Push.Pushgateway;

/// <summary>
/// Pushes a registry's metrics to a Pushgateway at once and then at every interval, retries what failed, stops trying for a while when too much fails
/// (a circuit breaker), and pushes a last time when it is stopped. It never throws because of a push, and never two pushes run at a
/// time. Measured by <see cref="PushCatalog"/> with the target <c>pushgateway</c>. All members are thread-safe.
/// </summary>
public sealed class PushgatewayPusher : IAsyncDisposable, IDisposable
{
    private const string Target = "pushgateway";

    private readonly PushLoop _loop;

    /// <summary>Makes a pusher that does not push yet.</summary>
    /// <param name="registry">What is pushed; its clock gives the interval.</param>
    /// <param name="options">Where to and when; read now.</param>
    /// <param name="loggers">Where it is logged, once for each change, that pushes fail or work again; null for nowhere.</param>
    /// <exception cref="OptionsValidationException">The options are not valid; the exception has all mistakes.</exception>
    public PushgatewayPusher(MetricRegistry registry, PushgatewayOptions options, ILoggerFactory? loggers = null)
    {
        Client = new PushgatewayClient(registry, options);
        ILogger logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<PushgatewayPusher>();
        _loop = new PushLoop(Target, options.Merge ? Client.PushAddAsync : Client.PushAsync, registry, options, logger);
    }

    /// <summary>The client with which it pushes, e.g. to delete the group after the end.</summary>
    public PushgatewayClient Client { get; }

    /// <summary>Begins to push. A second call does nothing.</summary>
    public void Start() => _loop.Start();

    /// <summary>
    /// Pushes now and once, without a retry, when a push that is under way has ended. While the circuit breaker is open nothing is tried, and
    /// the outcome is <see cref="PushOutcome.Skipped"/>.
    /// </summary>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public Task<PushResult> FlushAsync(CancellationToken cancellation = default) => _loop.FlushAsync(cancellation);

    /// <summary>
    /// Ends the schedule and pushes a last time, with retries and whatever the circuit breaker says, for as long as
    /// <see cref="PushOptions.ShutdownTimeout"/>. One that was not started does not push. Further calls wait for the first.
    /// </summary>
    /// <param name="cancellation">Ends it now.</param>
    public Task StopAsync(CancellationToken cancellation = default) => _loop.StopAsync(cancellation);

    /// <summary>Stops, as <see cref="StopAsync"/>, and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync().ConfigureAwait(false);
        Client.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>, and waits for it.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
}
