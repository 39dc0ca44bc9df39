using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;

namespace Vernier.Orchestrix.Bus;

/// <summary>
/// Subscribes delegates to an <see cref="IMessageBus"/>. The default name of a handler, its label value, is the name of its method; a lambda is named
/// after its message, for example <c>ProcessOrder_handler</c>.
/// </summary>
public static class MessageBusSubscriptions
{
    /// <summary>Subscribes a synchronous handler to messages of type <typeparamref name="T"/> and of derived types.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="handler">The handler; an exception is a failure.</param>
    /// <param name="name">The name of the handler; default: derived from <paramref name="handler"/>.</param>
    /// <param name="retry">The retry policy for failed calls; default: no retries.</param>
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

    /// <summary>Subscribes an asynchronous handler to messages of type <typeparamref name="T"/> and of derived types.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="handler">The handler; an exception is a failure.</param>
    /// <param name="name">The name of the handler; default: derived from <paramref name="handler"/>.</param>
    /// <param name="retry">The retry policy for failed calls; default: no retries.</param>
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
