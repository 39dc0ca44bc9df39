using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Models;

/// <summary>Throws <see cref="RequestException"/> unless the run exists and the caller may see it.</summary>
internal delegate Task RunVisibility(string runId, Caller caller, CancellationToken cancellation);

/// <summary>The route of the budgets.</summary>
internal static class BudgetEndpoints
{
    /// <summary>Returns the budgets, with what the run of the query has spent.</summary>
    public static async Task<IResult> ReadAsync(HttpContext http, Budgets budgets, RunVisibility visibility, string? runId)
    {
        if (runId is not null)
            await visibility(runId, Caller.Of(http), http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Result(await budgets.ReportAsync(runId, http.RequestAborted).ConfigureAwait(false));
    }
}
