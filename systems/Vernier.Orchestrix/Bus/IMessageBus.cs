using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>
/// Brings messages to their handlers. Implement it to bring a bus of your own under Orchestrix's metrics; <see cref="InMemoryMessageBus"/> is ours.
/// Implementations are safe to use from several threads. Handlers are subscribed with the <c>Subscribe</c> extensions, which take delegates.
/// </summary>
public interface IMessageBus
{
    /// <summary>
    /// Hands <paramref name="message"/> to its handlers, one after the other in the order of their subscription, and returns when all are done.
    /// An asynchronous handler, or a delay before a retry, blocks the calling thread: prefer <see cref="PublishAsync"/> where there are any.
    /// </summary>
    /// <exception cref="HandlerException">There are handlers, and every one of them failed.</exception>
    void Publish(Message message);

    /// <summary>
    /// Hands <paramref name="message"/> to its handlers concurrently; the task ends when all are done. They are started in the order of their
    /// subscription, each running on the caller's thread until it first waits.
    /// </summary>
    /// <exception cref="HandlerException">There are handlers, and every one of them failed.</exception>
    /// <exception cref="OperationCanceledException">A handler ended because of <paramref name="cancellationToken"/>.</exception>
    Task PublishAsync(Message message, CancellationToken cancellationToken = default);

    /// <summary>Adds a handler. It sees the messages that are published from now on.</summary>
    void Subscribe(MessageSubscription subscription);
}
