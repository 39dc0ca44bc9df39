using Vernier.Orchestrix.Messages;
using Vernier.Orchestrix.Retries;

namespace Vernier.Orchestrix.Bus;

/// <summary>One handler of a bus: which messages it wants, its name and what it does. Immutable; a decorator replaces <see cref="Handle"/> by <c>with</c>.</summary>
/// <param name="MessageType">The class of messages it wants; derived classes are included.</param>
/// <param name="Handle">What it does with a message. It fails by throwing.</param>
public sealed record MessageSubscription(Type MessageType, Func<Message, CancellationToken, ValueTask> Handle)
{
    /// <summary>The handler's name, 1 to 100 characters. It becomes a label value, so it must be the same each time the application runs.</summary>
    /// <exception cref="ArgumentException">The value is empty, blank or too long.</exception>
    public required string HandlerName
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value.Length <= 100 ? value : throw new ArgumentException("The name of a handler has at most 100 characters.", nameof(value));
        }
    }

    /// <summary>
    /// When set, a failing handler is called again by this policy, and the message becomes a dead letter when its last retry fails too.
    /// Default: none; the handler is called once and its failure is only logged.
    /// </summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>Whether the handler wants <paramref name="message"/>.</summary>
    public bool Accepts(Message message) => MessageType.IsInstanceOfType(message);
}
