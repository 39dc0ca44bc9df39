namespace Vernier.Orchestrix.Messages;

/// <summary>Links a message to the one that led to it.</summary>
public static class MessageCausation
{
    /// <summary>
    /// A copy of <paramref name="message"/> that names <paramref name="cause"/> as its cause and carries on its conversation: the correlation
    /// id is that of the cause, or the cause's own id when it began the conversation.
    /// </summary>
    public static T CausedBy<T>(this T message, Message cause)
        where T : Message
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(cause);
        return (T)(message with { CausationId = cause.Id, CorrelationId = cause.CorrelationId ?? cause.Id });
    }
}
