using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;

namespace Vernier.AiOrchestrator.Runs.Pipeline;

/// <summary>Reads what an agent gets. Thread-safe.</summary>
internal sealed class RunInputs(Database database, AiOrchestratorMetrics metrics)
{
    /// <summary>Creates the call of an agent.</summary>
    /// <param name="run">The run.</param>
    /// <param name="instructions">The instructions of the agent.</param>
    /// <param name="model">The model; null means that of the complexity.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<ModelRequest> RequestAsync(Run run, string instructions, string? model, CancellationToken cancellation)
    {
        var (task, documents) = await database.ReadAsync(async session =>
        {
            var rows = new RunRows(database, session);
            return (await rows.ReadTaskAsync(run.Id).ConfigureAwait(false), await rows.DocumentsAsync(run.Id).ConfigureAwait(false));
        }, cancellation).ConfigureAwait(false);
        metrics.DocumentsRead(documents.Count);
        return new ModelRequest(run.Id, run.Repository, run.UserName, run.Complexity, model, AgentPrompts.Conversation(instructions, run, task, documents));
    }
}
