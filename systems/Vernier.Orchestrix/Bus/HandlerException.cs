using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>Every handler of a message failed. As long as one succeeds, a bus only logs the others.</summary>
public sealed class HandlerException : Exception
{
    /// <summary>Says that all handlers of <paramref name="message"/> failed.</summary>
    /// <param name="message">The message.</param>
    /// <param name="failures">The failures, at least one, in the order of subscription.</param>
    public HandlerException(Message message, IReadOnlyList<HandlerFailure> failures)
        : base(Describe(message, failures), failures.Count == 1 ? failures[0].Exception : new AggregateException(failures.Select(f => f.Exception)))
    {
        MessageType = message.Type;
        Failures = failures;
    }

    /// <summary>The kind of error: always <c>all_handlers</c>.</summary>
    public string Code => "all_handlers";

    /// <summary>The class name of the message.</summary>
    public string MessageType { get; }

    /// <summary>The failures, in the order of subscription.</summary>
    public IReadOnlyList<HandlerFailure> Failures { get; }

    private static string Describe(Message message, IReadOnlyList<HandlerFailure> failures)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(failures);
        ArgumentOutOfRangeException.ThrowIfZero(failures.Count);
        return $"all_handlers: no handler of {message.Type} succeeded; "
            + string.Join("; ", failures.Select(f => $"{f.HandlerName} failed with {f.Exception.GetType().Name}: {f.Exception.Message}"));
    }
}
