using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;

namespace Vernier.Orchestrix.Bus;

/// <summary>A handler of a bus. Immutable; a decorator replaces <see cref="Handle"/> with a <c>with</c> expression.</summary>
/// <param name="MessageType">The class of the messages, including derived classes.</param>
/// <param name="Handle">Handles a message; an exception is a failure.</param>
public sealed record MessageSubscription(Type MessageType, Func<Message, CancellationToken, ValueTask> Handle)
{
    /// <summary>The name of the handler, 1 to 100 characters. It is a label value and must not change between runs.</summary>
    /// <exception cref="ArgumentException">The value is empty, whitespace or too long.</exception>
    public required string HandlerName
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value.Length <= 100 ? value : throw new ArgumentException("The name of a handler must not exceed 100 characters.", nameof(value));
        }
    }

    /// <summary>
    /// The retry policy for failed calls. When the last retry fails, the message is moved to the dead letter queue. Default: null, which means
    /// that the handler is called once and a failure is only logged.
    /// </summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Returns whether the handler handles <paramref name="message"/>.</summary>
    public bool Accepts(Message message) => MessageType.IsInstanceOfType(message);
}
