using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>
/// Delivers messages to their handlers. Implement it to add the metrics of Orchestrix to another bus; the default is <see cref="InMemoryMessageBus"/>.
/// Implementations must be thread-safe. Handlers are subscribed with the <c>Subscribe</c> extensions, which take delegates.
/// </summary>
public interface IMessageBus
{
    /// <summary>
    /// Delivers <paramref name="message"/> to its handlers one after the other, in the order of their subscription, and returns when all are done.
    /// Asynchronous handlers and delays before retries block the calling thread; prefer <see cref="PublishAsync"/> in that case.
    /// </summary>
    /// <exception cref="HandlerException">The message has handlers, and all of them failed.</exception>
    void Publish(Message message);

    /// <summary>
    /// Delivers <paramref name="message"/> to its handlers concurrently; the task completes when all are done. Handlers start in the order of their
    /// subscription, each on the calling thread until its first await.
    /// </summary>
    /// <exception cref="HandlerException">The message has handlers, and all of them failed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    Task PublishAsync(Message message, CancellationToken cancellationToken = default);

    /// <summary>Adds a handler, which receives the messages that are published afterwards.</summary>
    void Subscribe(MessageSubscription subscription);
}
