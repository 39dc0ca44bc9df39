namespace Vernier.Orchestrix.Messages;

/// <summary>Links a message to its cause.</summary>
public static class MessageCausation
{
    /// <summary>
    /// Returns a copy of <paramref name="message"/> with the id of <paramref name="cause"/> as its causation id, in the same conversation: with the
    /// correlation id of the cause or, if it has none, the id of the cause.
    /// </summary>
    public static T CausedBy<T>(this T message, Message cause)
        where T : Message
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(cause);
        return (T)(message with { CausationId = cause.Id, CorrelationId = cause.CorrelationId ?? cause.Id });
    }
}
