using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The routes that report the connections.</summary>
internal static class HubEndpoints
{
    private const string Admin = AiOrchestratorEndpoints.Admin + "/websocket";
    private const long DefaultMaxAge = 3_600_000;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(AiOrchestratorEndpoints.Metrics + "/websocket/connections", ListVisible).RequireAccess(Access.User with { AllowAnonymousLoopback = true });

        endpoints.MapGet(Admin + "/connections", (HubConnections connections, TimeProvider time) =>
            ResponseOf(connections.Snapshot(), time)).RequireAccess(Access.Admin);

        endpoints.MapGet(Admin + "/connections/{runId}", (string runId, HubConnections connections, TimeProvider time) =>
            ResponseOf(connections.Snapshot().Where(connection => connection.RunId == runId), time)).RequireAccess(Access.Admin);

        endpoints.MapGet(Admin + "/metrics", (HubConnections connections, TimeProvider time) =>
        {
            var sessions = connections.Sessions();
            return new SessionsResponse(sessions, sessions.Count, time.GetUtcNow().ToUnixTimeMilliseconds());
        }).RequireAccess(Access.Admin);

        endpoints.MapGet(Admin + "/metrics/{sessionId}", (string sessionId, HubConnections connections) =>
            connections.Sessions().FirstOrDefault(report => report.Session.SessionId == sessionId)
            ?? throw new RequestException(StatusCodes.Status404NotFound, "Session not found. It never existed, or its client has been disconnected for too long."))
            .RequireAccess(Access.Admin);

        endpoints.MapGet(Admin + "/health", (HubConnections connections) => HealthResponse.Of(connections.Snapshot())).RequireAccess(Access.Admin);

        endpoints.MapPost(Admin + "/cleanup-stale", (string? maxAgeMs, HubConnections connections, TimeProvider time) =>
            new CleanupResponse("success", connections.ForgetSessions(time.GetUtcNow() - MaxAge(maxAgeMs)))).RequireAccess(Access.Admin);
    }

    /// <summary>A user sees the own connections; everybody else who may call it sees all.</summary>
    private static ConnectionsResponse ListVisible(HttpContext http, HubConnections connections, TimeProvider time)
    {
        var caller = Caller.TryOf(http);
        return ResponseOf(connections.Snapshot().Where(connection => caller?.CanSee(connection.UserId) ?? true), time);
    }

    private static ConnectionsResponse ResponseOf(IEnumerable<ConnectionSnapshot> connections, TimeProvider time)
    {
        var list = connections.ToList();
        return new(list, list.Count, time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    private static TimeSpan MaxAge(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return TimeSpan.FromMilliseconds(DefaultMaxAge);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= TimeSpan.MillisecondsPerDay * 365
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new RequestException(StatusCodes.Status400BadRequest, "maxAgeMs is invalid. It must be a number of milliseconds, at most one year.");
    }
}
