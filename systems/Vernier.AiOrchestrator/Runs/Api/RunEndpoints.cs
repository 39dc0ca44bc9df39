using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Models;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Runs.Api;

/// <summary>The routes of runs.</summary>
internal static class RunEndpoints
{
    private const int DefaultPageSize = 20;
    private const int MaxPageSize = 100;
    private const int MaxEvents = 1_000;
    private const int MaxWaitSeconds = 30;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var runs = endpoints.MapGroup(AiOrchestratorEndpoints.Runs);
        runs.MapPost("", StartAsync).RequireAccess(Access.User with { Limit = RateLimitKind.Upload });
        runs.MapGet("", ListAsync).RequireAccess(Access.User);
        runs.MapGet("/{id}", GetAsync).RequireAccess(Access.User);
        runs.MapGet("/{id}/documents/{agent}", ReadDocumentAsync).RequireAccess(Access.User);
        runs.MapGet("/{id}/events", ReadEventsAsync).RequireAccess(Access.User);
        runs.MapPost("/{id}/cancel", CancelAsync).RequireAccess(Access.User);
        runs.MapDelete("/{id}", DeleteAsync).RequireAccess(Access.User);
    }

    /// <summary>Returns the location of a run.</summary>
    public static string LocationOf(string id) => $"{AiOrchestratorEndpoints.Runs}/{id}";

    private static async Task<IResult> StartAsync(HttpContext http, RunService service, IOptions<AiOrchestratorOptions> options)
    {
        var keys = http.Request.Headers["Idempotency-Key"];
        if (keys.Count > 1)
            throw RunErrors.Invalid("The request has more than one Idempotency-Key.");
        var body = await ApiJson.ReadAsync<RunBody>(http, options.Value.Runs.MaxBodyBytes).ConfigureAwait(false);
        // Not canceled when the client disconnects, so that a stored run is also recorded in the metrics and queued.
        var run = await service.StartAsync(body.ToRequest(), Caller.Of(http), keys.Count == 1 ? keys.ToString() : null, CancellationToken.None).ConfigureAwait(false);
        http.Response.Headers.Location = LocationOf(run.Id);
        return ApiJson.Result(RunResponse.Of(run), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> ListAsync(HttpContext http, RunService service)
    {
        var limit = (int)RunQuery.Read(http, "limit", DefaultPageSize, 1, MaxPageSize);
        var before = http.Request.Query["before"].ToString();
        // One more than the page shows whether another page follows.
        var runs = await service.ListAsync(Caller.Of(http), limit + 1, before.Length > 0 ? before : null, http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Result(new RunListResponse([.. runs.Take(limit).Select(RunResponse.Of)], runs.Count > limit ? runs[limit - 1].Id : null));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, RunService service, Budgets budgets)
    {
        var details = await service.DescribeAsync(id, Caller.Of(http), http.RequestAborted).ConfigureAwait(false);
        var cost = await budgets.SpentByRunAsync(id, http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Result(RunDetailsResponse.Of(details, cost));
    }

    private static async Task<IResult> ReadDocumentAsync(string id, string agent, HttpContext http, RunService service) =>
        ApiJson.Result(DocumentResponse.Of(await service.ReadDocumentAsync(id, agent, Caller.Of(http), http.RequestAborted).ConfigureAwait(false)));

    private static async Task<IResult> ReadEventsAsync(string id, HttpContext http, RunService service, RunEvents events, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        var after = RunQuery.Read(http, "after", 0, 0, long.MaxValue);
        var limit = (int)RunQuery.Read(http, "limit", MaxEvents, 1, MaxEvents);
        var wait = TimeSpan.FromSeconds(RunQuery.Read(http, "waitSeconds", 0, 0, MaxWaitSeconds));
        var run = await service.GetAsync(id, Caller.Of(http), http.RequestAborted).ConfigureAwait(false);
        // A run that has ended gets no more events.
        if (wait > TimeSpan.Zero && !run.IsFinal)
            await WaitAsync(events, id, after, wait, time, lifetime.ApplicationStopping, http.RequestAborted).ConfigureAwait(false);
        var page = await events.ReadAsync(id, after, limit, http.RequestAborted).ConfigureAwait(false);
        return ApiJson.Result(new EventListResponse([.. page.Events.Select(EventResponse.Of)], page.FirstSequence, page.LastSequence));
    }

    /// <summary>Waits for an event, at most for the given time and until the application stops.</summary>
    private static async Task WaitAsync(
        RunEvents events, string id, long after, TimeSpan wait, TimeProvider time, CancellationToken stopping, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(wait, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping, cancellation);
        try
        {
            await events.WaitAsync(id, after, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // No event in time: the response is an empty page.
        }
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext http, RunService service)
    {
        var caller = Caller.Of(http);
        await service.CancelAsync(id, caller, CancellationToken.None).ConfigureAwait(false);
        return ApiJson.Result(RunResponse.Of(await service.GetAsync(id, caller, http.RequestAborted).ConfigureAwait(false)), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, RunService service)
    {
        await service.DeleteAsync(id, Caller.Of(http), CancellationToken.None).ConfigureAwait(false);
        return TypedResults.NoContent();
    }
}
