namespace Vernier.Orchestrix.Bus;

/// <summary>One handler that failed, after its retries if it had any.</summary>
/// <param name="HandlerName">The handler.</param>
/// <param name="Exception">What it threw last.</param>
/// <param name="IsDeadLetter">Whether the message was kept as a dead letter of this handler.</param>
public sealed record HandlerFailure(string HandlerName, Exception Exception, bool IsDeadLetter = false);
