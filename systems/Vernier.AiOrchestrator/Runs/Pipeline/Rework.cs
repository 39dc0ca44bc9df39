using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Returns work to the developer.</summary>
internal static class Rework
{
    /// <summary>How often the tester, and reviewing grafts, can return the work of a run.</summary>
    public const int MaxLoops = 2;

    /// <summary>Whether work can be returned. After the limit, or without a developer, the run continues despite the verdict.</summary>
    public static bool IsPossible(long loops, IReadOnlyList<RunStep> steps) =>
        loops < MaxLoops && steps.Any(step => step is { Agent: AgentType.Developer, Status: StepStatus.Completed });

    /// <summary>Makes steps pending again and counts the loop.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="run">The run, which is locked.</param>
    /// <param name="agents">The agents of the steps.</param>
    /// <param name="counter">The column that counts the loops.</param>
    public static async Task StoreAsync(DatabaseSession session, Run run, IReadOnlyList<AgentType> agents, string counter)
    {
        foreach (var agent in agents)
        {
            await session.ExecuteAsync(
                "UPDATE orchestrator_steps SET status = 'Pending' WHERE run_id = @Id AND agent = @Agent AND status = 'Completed'", new { run.Id, Agent = agent.ToString() })
                .ConfigureAwait(false);
        }
        await session.ExecuteAsync($"UPDATE orchestrator_runs SET {counter} = {counter} + 1 WHERE id = @Id", new { run.Id }).ConfigureAwait(false);
    }
}
