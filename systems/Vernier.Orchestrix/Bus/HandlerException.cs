using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>All handlers of a message failed. If at least one handler succeeds, the bus only logs the failures.</summary>
public sealed class HandlerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The message.</param>
    /// <param name="failures">The failures, at least one, in the order of subscription.</param>
    public HandlerException(Message message, IReadOnlyList<HandlerFailure> failures)
        : base(Describe(message, failures), failures.Count == 1 ? failures[0].Exception : new AggregateException(failures.Select(f => f.Exception)))
    {
        MessageType = message.Type;
        Failures = failures;
    }

    /// <summary>The kind of error: always <c>all_handlers</c>.</summary>
    public string Code { get; } = "all_handlers";

    /// <summary>The class name of the message.</summary>
    public string MessageType { get; }

    /// <summary>The failures, in the order of subscription.</summary>
    public IReadOnlyList<HandlerFailure> Failures { get; }

    private static string Describe(Message message, IReadOnlyList<HandlerFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(failures);
        ArgumentOutOfRangeException.ThrowIfZero(failures.Count);
        return $"all_handlers: all handlers of {message.Type} failed; "
            + string.Join("; ", failures.Select(f => $"{f.HandlerName} failed with {f.Exception.GetType().Name}: {f.Exception.Message}"));
    }
}

/// <summary>The failure of one handler, after its retries.</summary>
/// <param name="HandlerName">The handler.</param>
/// <param name="Exception">The last exception.</param>
/// <param name="IsDeadLetter">Whether the message was moved to the dead letter queue.</param>
public sealed record HandlerFailure(string HandlerName, Exception Exception, bool IsDeadLetter = false);
