using Vernier.Orchestrix.Messages;

namespace Vernier.Orchestrix.Bus;

/// <summary>A message that a handler could not handle, its retries included.</summary>
/// <param name="Message">The message.</param>
/// <param name="HandlerName">The handler that gave up.</param>
/// <param name="Reason">Why: the last exception's type and text.</param>
/// <param name="FailureCount">How many times the handler was called and failed, 1 or more.</param>
/// <param name="Timestamp">When it gave up.</param>
public sealed record DeadLetter(Message Message, string HandlerName, string Reason, int FailureCount, DateTimeOffset Timestamp);
