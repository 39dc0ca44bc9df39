using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>What the holder of a lease does next; its start is stored.</summary>
internal abstract record RunWork;

/// <summary>Execute a step.</summary>
/// <param name="Run">The run.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Execution">The number of the execution, from 1.</param>
internal sealed record StepWork(Run Run, AgentType Agent, long Execution) : RunWork;

/// <summary>Execute a graft.</summary>
internal sealed record GraftWork(Run Run, RunGraft Graft) : RunWork;

/// <summary>The run is paused; the lease has ended.</summary>
internal sealed record PauseWork : RunWork;

/// <summary>The run has ended.</summary>
internal sealed record EndWork(RunEnd End) : RunWork;
