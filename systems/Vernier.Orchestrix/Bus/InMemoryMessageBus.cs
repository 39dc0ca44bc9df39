using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>
/// An in-process bus. A message without handlers is not an error. The failure of a handler is logged and does not affect other handlers. If all
/// handlers fail, the publisher gets the exception, and the failures are logged as information because the publisher handles them. Thread-safe;
/// handlers may publish and subscribe.
/// </summary>
public sealed class InMemoryMessageBus : IMessageBus
{
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private ImmutableArray<MessageSubscription> _subscriptions = [];

    /// <summary>Creates a bus without handlers.</summary>
    /// <param name="time">The clock for delays before retries; default: the system clock.</param>
    /// <param name="logger">The log of handler failures; default: none.</param>
    /// <param name="deadLetters">Receives the messages whose retries failed; default: a new queue.</param>
    public InMemoryMessageBus(TimeProvider? time = null, ILogger<InMemoryMessageBus>? logger = null, DeadLetterQueue? deadLetters = null)
    {
        _time = time ?? TimeProvider.System;
        _logger = logger ?? NullLogger<InMemoryMessageBus>.Instance;
        DeadLetters = deadLetters ?? new DeadLetterQueue();
    }

    /// <summary>The messages whose retries failed.</summary>
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
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Accepts(message))
                outcomes.Add(DeliverAsync(subscription, message, CancellationToken.None).GetAwaiter().GetResult());
        }

        Complete(message, outcomes);
    }

    /// <inheritdoc/>
    public async Task PublishAsync(Message message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var deliveries = new List<Task<HandlerFailure?>>();
        foreach (var subscription in _subscriptions)
        {
            if (subscription.Accepts(message))
                deliveries.Add(DeliverAsync(subscription, message, cancellationToken));
        }

        Complete(message, await Task.WhenAll(deliveries).ConfigureAwait(false));
    }

    /// <summary>Calls a handler until it succeeds or its retries are exhausted. Returns null on success.</summary>
    private async Task<HandlerFailure?> DeliverAsync(MessageSubscription subscription, Message message, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
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
                return Fail(subscription, message, attempt, failure);

            var delay = subscription.Retry.DelayAfter(attempt);
            BusLog.HandlerRetried(_logger, failure, subscription.HandlerName, message.Type, message.Id, attempt, delay);
            await Task.Delay(delay, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private HandlerFailure Fail(MessageSubscription subscription, Message message, int attempts, Exception failure)
    {
        if (subscription.Retry is null)
            return new HandlerFailure(subscription.HandlerName, failure, IsDeadLetter: false);

        BusLog.MessageDeadLettered(_logger, failure, subscription.HandlerName, message.Type, message.Id, attempts);
        DeadLetters.Enqueue(new DeadLetter(message, subscription.HandlerName, Describe(failure), attempts, _time.GetUtcNow()));
        return new HandlerFailure(subscription.HandlerName, failure, IsDeadLetter: true);
    }

    /// <summary>Logs the failures that are not logged yet, and throws if all handlers failed.</summary>
    private void Complete(Message message, IReadOnlyList<HandlerFailure?> outcomes)
    {
        HandlerFailure[] failures = [.. outcomes.OfType<HandlerFailure>()];
        var allFailed = failures.Length > 0 && failures.Length == outcomes.Count;
        foreach (var failure in failures.Where(f => !f.IsDeadLetter))
        {
            if (allFailed)
                BusLog.FailureThrown(_logger, failure.HandlerName, message.Type, message.Id, Describe(failure.Exception));
            else
                BusLog.HandlerFailed(_logger, failure.Exception, failure.HandlerName, message.Type, message.Id);
        }

        if (allFailed)
            throw new HandlerException(message, failures);
    }

    private static string Describe(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";
}
