using Vernier.Orchestrix.Bus;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix;

/// <summary>
/// Adds metrics to a message bus: counts messages when they are published, and measures each handler call, retries included. The duration of a
/// handler excludes the messages that it publishes. Handlers that are subscribed to the inner bus directly are not measured. Thread-safe.
/// </summary>
public sealed class InstrumentedMessageBus : IMessageBus
{
    private readonly IMessageBus _inner;
    private readonly OrchestrixMetrics _metrics;
    private readonly AsyncLocal<HandlerClock?> _caller = new();

    /// <summary>Wraps a bus.</summary>
    /// <param name="inner">The bus to wrap.</param>
    /// <param name="metrics">The metrics.</param>
    public InstrumentedMessageBus(IMessageBus inner, OrchestrixMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentNullException.ThrowIfNull(metrics);
        _inner = inner;
        _metrics = metrics;
    }

    /// <inheritdoc/>
    public void Publish(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        _metrics.MessagePublished(message);
        var caller = _caller.Value;
        caller?.Pause();
        try
        {
            _inner.Publish(message);
        }
        finally
        {
            caller?.Resume();
        }
    }

    /// <inheritdoc/>
    public async Task PublishAsync(Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        _metrics.MessagePublished(message);
        var caller = _caller.Value;
        caller?.Pause();
        try
        {
            await _inner.PublishAsync(message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            caller?.Resume();
        }
    }

    /// <inheritdoc/>
    public void Subscribe(MessageSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        _metrics.HandlerSubscribed(subscription);
        _inner.Subscribe(subscription with
        {
            Handle = (message, cancellationToken) => HandleAsync(subscription, message, cancellationToken),
        });
    }

    private async ValueTask HandleAsync(MessageSubscription subscription, Message message, CancellationToken cancellationToken)
    {
        var clock = new HandlerClock(_metrics.Time);
        _caller.Value = clock;
        _metrics.HandlerStarted(subscription.HandlerName);
        try
        {
            await subscription.Handle(message, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Cancellation by the publisher is not a failure of the handler.
            throw;
        }
        catch
        {
            _metrics.HandlerFailed(subscription.HandlerName);
            throw;
        }
        finally
        {
            _metrics.HandlerFinished(subscription.HandlerName, clock.Elapsed());
        }
    }
}
