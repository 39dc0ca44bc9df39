using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.Systems.Orchestrix.Messages;

namespace Vernier.Systems.Orchestrix.Bus;

/// <summary>
/// A bus within the process. A message without handlers is no error. A handler that fails is logged, and the others still get the message;
/// only when all of them fail does the publisher see it. Thread-safe; handlers may publish and subscribe.
/// </summary>
public sealed class InMemoryMessageBus : IMessageBus
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ImmutableArray<MessageSubscription> _subscriptions = [];

    /// <summary>A bus without handlers.</summary>
    /// <param name="time">Measures the delays before retries; default: the system's clock.</param>
    /// <param name="logger">Hears of failing handlers; default: nobody.</param>
    /// <param name="deadLetters">Takes the messages that handlers gave up on; default: a new queue.</param>
    public InMemoryMessageBus(TimeProvider? time = null, ILogger<InMemoryMessageBus>? logger = null, DeadLetterQueue? deadLetters = null)
    {
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<InMemoryMessageBus>.Instance;
        DeadLetters = deadLetters ?? new DeadLetterQueue();
    }

    /// <summary>The messages that handlers with a retry policy gave up on.</summary>
    public DeadLetterQueue DeadLetters { get; }

    /// <inheritdoc/>
    public void Subscribe(MessageSubscription subscription)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ImmutableInterlocked.Update(ref _subscriptions, (all, added) => all.Add(added), subscription);
    }

    /// <inheritdoc/>
    public void Publish(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var outcomes = new List<HandlerFailure?>();
        foreach (MessageSubscription subscription in _subscriptions)
        {
            if (subscription.Accepts(message))
                outcomes.Add(DeliverAsync(subscription, message, CancellationToken.None).GetAwaiter().GetResult());
        }

        ThrowIfAllFailed(message, outcomes);
    }

    /// <inheritdoc/>
    public async Task PublishAsync(Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var deliveries = new List<Task<HandlerFailure?>>();
        foreach (MessageSubscription subscription in _subscriptions)
        {
            if (subscription.Accepts(message))
                deliveries.Add(DeliverAsync(subscription, message, cancellationToken));
        }

        ThrowIfAllFailed(message, await Task.WhenAll(deliveries).ConfigureAwait(false));
    }

    /// <summary>Calls one handler until it succeeds or its retries are used up; null is success.</summary>
    private async Task<HandlerFailure?> DeliverAsync(MessageSubscription subscription, Message message, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            Exception failure;
            try
            {
                await subscription.Handle(message, cancellationToken).ConfigureAwait(false);
                return null;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            if (subscription.Retry is null || attempt > subscription.Retry.MaxRetries)
                return GiveUp(subscription, message, attempt, failure);

            TimeSpan delay = subscription.Retry.DelayAfter(attempt);
            BusLog.HandlerRetries(_logger, failure, subscription.HandlerName, message.Type, message.Id, attempt, delay);
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private HandlerFailure GiveUp(MessageSubscription subscription, Message message, int attempts, Exception failure)
    {
        if (subscription.Retry is null)
        {
            BusLog.HandlerFailed(_logger, failure, subscription.HandlerName, message.Type, message.Id);
        }
        else
        {
            BusLog.HandlerGaveUp(_logger, failure, subscription.HandlerName, message.Type, message.Id, attempts);
            string reason = $"{failure.GetType().Name}: {failure.Message}";
            DeadLetters.Enqueue(new DeadLetter(message, subscription.HandlerName, reason, attempts, _time.GetUtcNow()));
        }

        return new HandlerFailure(subscription.HandlerName, failure);
    }

    private static void ThrowIfAllFailed(Message message, IReadOnlyList<HandlerFailure?> outcomes)
    {
        if (outcomes.Count == 0)
            return;

        HandlerFailure[] failures = [.. outcomes.OfType<HandlerFailure>()];
        if (failures.Length == outcomes.Count)
            throw new HandlerException(message, failures);
    }
}
