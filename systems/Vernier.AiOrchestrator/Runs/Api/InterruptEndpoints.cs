using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>The routes that change runs while they are executed: grafts, prunes and flags. The hub has the same operations.</summary>
internal static class InterruptEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var run = endpoints.MapGroup(AiOrchestratorEndpoints.Runs + "/{id}");
        run.MapPost("/grafts", GraftAsync).RequireAccess(Access.User);
        run.MapPost("/prune", PruneAsync).RequireAccess(Access.User);
        run.MapPost("/flag", FlagAsync).RequireAccess(Access.User);
        run.MapPost("/flag/approve", (string id, HttpContext http, RunService service) => ResolveAsync(id, approve: true, http, service)).RequireAccess(Access.User);
        run.MapPost("/flag/deny", (string id, HttpContext http, RunService service) => ResolveAsync(id, approve: false, http, service)).RequireAccess(Access.User);
    }

    // The changes are not canceled when the client disconnects, so that what is stored is also recorded in the metrics.
    private static async Task<IResult> GraftAsync(string id, HttpContext http, RunService service)
    {
        var graft = (await ApiJson.ReadAsync<GraftBody>(http).ConfigureAwait(false)).ToRequest();
        var graftId = await service.GraftAsync(id, graft.Agent, graft.After, graft.Timeout, Caller.Of(http), CancellationToken.None).ConfigureAwait(false);
        return ApiJson.Result(new CreatedResponse(graftId), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> PruneAsync(string id, HttpContext http, RunService service)
    {
        var body = await ApiJson.ReadAsync<PruneBody>(http).ConfigureAwait(false);
        await service.PruneAsync(id, RequestNames.Parse<AgentType>("agent", body.Agent), Caller.Of(http), CancellationToken.None).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> FlagAsync(string id, HttpContext http, RunService service)
    {
        var body = await ApiJson.ReadAsync<FlagBody>(http).ConfigureAwait(false);
        var flagId = await service.FlagAsync(id, RequestNames.Parse<InterruptType>("type", body.Type), body.Reason, Caller.Of(http), CancellationToken.None).ConfigureAwait(false);
        return ApiJson.Result(new CreatedResponse(flagId), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ResolveAsync(string id, bool approve, HttpContext http, RunService service)
    {
        await service.ResolveAsync(id, approve, Caller.Of(http), CancellationToken.None).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
