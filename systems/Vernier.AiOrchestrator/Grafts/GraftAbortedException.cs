namespace Vernier.AiOrchestrator.Grafts;

/// <summary>
/// Thrown by an attempt of a graft that cannot continue for a reason that is not a failure of the agent, such as an exhausted budget. The execution
/// ends as cancelled, without another attempt.
/// </summary>
internal sealed class GraftAbortedException(string message, Exception? cause = null) : Exception(message, cause);
