using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;

namespace Vernier.Orchestrix.Bus;

/// <summary>
/// Subscribes delegates to an <see cref="IMessageBus"/>. The name of a handler, its label in the metrics, is the name of its method unless one
/// is given; a lambda, which has no name of its own, is called after its message, for example <c>ProcessOrder_handler</c>.
/// </summary>
public static class MessageBusSubscriptions
{
    /// <summary>Subscribes a synchronous handler to messages of the type <typeparamref name="T"/>, derived ones included.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="handler">What to do with a message; it fails by throwing.</param>
    /// <param name="name">The handler's name; default: derived from <paramref name="handler"/>.</param>
    /// <param name="retry">When and how often a failed call is repeated; default: never.</param>
    public static void Subscribe<T>(this IMessageBus bus, Action<T> handler, string? name = null, RetryPolicy? retry = null)
        where T : Message
    {
        ArgumentNullException.ThrowIfNull(handler);
        bus.Subscribe<T>(handler, name, retry, (message, _) =>
        {
            handler((T)message);
            return ValueTask.CompletedTask;
        });
    }

    /// <inheritdoc cref="Subscribe{T}(IMessageBus, Func{T, CancellationToken, Task}, string?, RetryPolicy?)"/>
    public static void Subscribe<T>(this IMessageBus bus, Func<T, Task> handler, string? name = null, RetryPolicy? retry = null)
        where T : Message
    {
        ArgumentNullException.ThrowIfNull(handler);
        bus.Subscribe<T>(handler, name, retry, (message, _) => new ValueTask(handler((T)message)));
    }

    /// <summary>Subscribes an asynchronous handler to messages of the type <typeparamref name="T"/>, derived ones included.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="handler">What to do with a message; it fails by throwing.</param>
    /// <param name="name">The handler's name; default: derived from <paramref name="handler"/>.</param>
    /// <param name="retry">When and how often a failed call is repeated; default: never.</param>
    public static void Subscribe<T>(this IMessageBus bus, Func<T, CancellationToken, Task> handler, string? name = null, RetryPolicy? retry = null)
        where T : Message
    {
        ArgumentNullException.ThrowIfNull(handler);
        bus.Subscribe<T>(handler, name, retry, (message, cancellationToken) => new ValueTask(handler((T)message, cancellationToken)));
    }

    private static void Subscribe<T>(
        this IMessageBus bus, Delegate handler, string? name, RetryPolicy? retry, Func<Message, CancellationToken, ValueTask> handle)
    {
        ArgumentNullException.ThrowIfNull(bus);
        bus.Subscribe(new MessageSubscription(typeof(T), handle) { HandlerName = name ?? HandlerName.Of(handler, typeof(T)), Retry = retry });
    }
}
