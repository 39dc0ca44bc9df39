using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>A run with everything that describes its progress.</summary>
internal sealed record RunDetails(Run Run, string Task, IReadOnlyList<RunStep> Steps, IReadOnlyList<RunGraft> Grafts, IReadOnlyList<RunFlag> Flags, IReadOnlyList<RunDocument> Documents);
