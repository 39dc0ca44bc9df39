namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>What can end the execution of a run.</summary>
/// <param name="Drop">The lease is lost or the process ends: nothing can be stored any more.</param>
/// <param name="Interrupt">In addition: the run is to be stopped, or the shutdown does not wait any longer. The current step ends without a result, unless the model has responded.</param>
/// <param name="Drain">The host shuts down: no new step starts.</param>
internal sealed record RunTokens(CancellationToken Drop, CancellationToken Interrupt, CancellationToken Drain);
