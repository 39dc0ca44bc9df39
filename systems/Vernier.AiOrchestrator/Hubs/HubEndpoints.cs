using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Runs.Api;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The routes that report the connections.</summary>
internal static class HubEndpoints
{
    private const string Admin = AiOrchestratorEndpoints.Admin + "/websocket";
    private const long DefaultMaxAge = TimeSpan.MillisecondsPerHour;
    private const long LongestMaxAge = 365 * TimeSpan.MillisecondsPerDay;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(AiOrchestratorEndpoints.Metrics + "/websocket/connections", ListVisible).RequireAccess(Access.User with { AllowAnonymousLoopback = true });

        var admin = endpoints.MapGroup(Admin);
        admin.MapGet("/connections", (HubConnections connections, TimeProvider time) => List(connections.Snapshot(), time)).RequireAccess(Access.Admin);
        admin.MapGet("/connections/{runId}", (string runId, HubConnections connections, TimeProvider time) =>
            List(connections.Snapshot().Where(connection => connection.RunId == runId), time)).RequireAccess(Access.Admin);
        admin.MapGet("/metrics", ListSessions).RequireAccess(Access.Admin);
        admin.MapGet("/metrics/{sessionId}", FindSession).RequireAccess(Access.Admin);
        admin.MapGet("/health", (HubConnections connections) => ApiJson.Result(HealthResponse.Of(connections.Snapshot()))).RequireAccess(Access.Admin);
        admin.MapPost("/cleanup-stale", CleanUp).RequireAccess(Access.Admin);
    }

    /// <summary>The role USER sees its own connections; other roles and anonymous clients on this machine see all.</summary>
    private static IResult ListVisible(HttpContext http, HubConnections connections, TimeProvider time)
    {
        var caller = Caller.TryOf(http);
        return List(connections.Snapshot().Where(connection => caller?.CanSee(connection.UserId) ?? true), time);
    }

    private static IResult List(IEnumerable<ConnectionSnapshot> connections, TimeProvider time)
    {
        var list = connections.ToList();
        return ApiJson.Result(new ConnectionsResponse(list, list.Count, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static IResult ListSessions(HubConnections connections, TimeProvider time)
    {
        var sessions = connections.Sessions();
        return ApiJson.Result(new SessionsResponse(sessions, sessions.Count, time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    private static IResult FindSession(string sessionId, HubConnections connections) =>
        ApiJson.Result(connections.Sessions().FirstOrDefault(report => report.Session.SessionId == sessionId)
            ?? throw new RequestException(StatusCodes.Status404NotFound, "Session not found. It never existed, or its client has been disconnected for too long."));

    private static IResult CleanUp(HttpContext http, HubConnections connections, TimeProvider time)
    {
        var maxAge = RunQuery.Read(http, "maxAgeMs", DefaultMaxAge, 0, LongestMaxAge);
        return ApiJson.Result(new CleanupResponse("success", connections.ForgetSessions(time.GetUtcNow() - TimeSpan.FromMilliseconds(maxAge))));
    }
}
