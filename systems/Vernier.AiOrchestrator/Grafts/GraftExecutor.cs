namespace Vernier.AiOrchestrator.Grafts;

/// <summary>Executes grafts: attempts, delays, timeout and circuit breaker. Thread-safe.</summary>
internal sealed class GraftExecutor
{
    /// <summary>Executes a graft once.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="timeout">How long each attempt may take.</param>
    /// <param name="attempt">One attempt, which returns the document. It must observe its token.</param>
    /// <param name="cancellation">Cancels the execution; the result is Cancelled.</param>
    public Task<GraftResult> ExecuteAsync(GraftAgent agent, TimeSpan timeout, Func<CancellationToken, Task<string>> attempt, CancellationToken cancellation) =>
        throw new NotImplementedException($"{agent}{timeout}{attempt}{cancellation}");
}
