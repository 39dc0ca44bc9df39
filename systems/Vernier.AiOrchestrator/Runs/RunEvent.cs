using Vernier.AiOrchestrator.Runs.Store;

namespace Vernier.AiOrchestrator.Runs;

/// <summary>An event of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Sequence">The number of the event in its run, from 1, without gaps.</param>
/// <param name="Type">One of <see cref="RunEventTypes"/>.</param>
/// <param name="Time">When it was stored.</param>
/// <param name="Data">A JSON object.</param>
/// <param name="IsCritical">Whether a watcher must not miss it: events of grafts, prunes and flags.</param>
internal sealed record RunEvent(string RunId, long Sequence, string Type, DateTimeOffset Time, string Data, bool IsCritical);

/// <summary>Events of a run, in order.</summary>
/// <param name="Events">The events.</param>
/// <param name="FirstSequence">The oldest event that is kept; 0 if the run does not exist.</param>
/// <param name="LastSequence">The last event of the run; 0 if the run does not exist.</param>
internal sealed record RunEventPage(IReadOnlyList<RunEvent> Events, long FirstSequence, long LastSequence);
