using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Vernier.AiOrchestrator.Configuration;
using Vernier.AiOrchestrator.Grafts;
using Vernier.AiOrchestrator.Hubs;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Management;

/// <summary>The endpoints below <c>/api/metrics</c> that report metrics and circuit breakers, and reset the latter.</summary>
internal static class MetricsEndpoints
{
    private const string Breakers = AiOrchestratorEndpoints.Metrics + "/circuit-breakers";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var reader = Access.User with { AllowAnonymousLoopback = true };
        endpoints.MapGet($"{AiOrchestratorEndpoints.Metrics}/summary", Summarize).RequireAccess(reader);
        endpoints.MapGet($"{AiOrchestratorEndpoints.Metrics}/available", List).RequireAccess(reader);
        endpoints.MapGet(Breakers, ListBreakers).RequireAccess(reader);

        var manager = Access.Manager with { AllowAnonymousLoopback = true, IsReset = true };
        endpoints.MapPost($"{Breakers}/{{agent}}/reset", GraftEndpoints.Reset).RequireAccess(manager);
        endpoints.MapGet($"{Breakers}/{{agent}}/reset", ResetByGet).RequireAccess(manager);
    }

    private static JsonHttpResult<MetricsSummary> Summarize(MetricRegistry registry, HubConnections connections, TimeProvider time)
    {
        var types = Meters.ByType(registry);
        return ApiJson.Result(new MetricsSummary(time.GetUtcNow().ToUnixTimeMilliseconds(), types.Values.Sum(), types, connections.Count));
    }

    private static JsonHttpResult<AvailableMetrics> List(MetricRegistry registry)
    {
        var categories = Meters.ByCategory(registry);
        return ApiJson.Result(new AvailableMetrics(categories, categories.Values.Sum(names => names.Count)));
    }

    private static JsonHttpResult<BreakerList> ListBreakers(GraftBreakers breakers, TimeProvider time) => ApiJson.Result(new BreakerList(
        breakers.Snapshot().ToDictionary(breaker => breaker.Agent, breaker => new BreakerReport(breaker.State, breaker.FailureCount, breaker.LastFailureTime)),
        time.GetUtcNow().ToUnixTimeMilliseconds()));

    private static JsonHttpResult<BreakerResetReport> ResetByGet(HttpContext http, string agent, GraftBreakers breakers, IOptions<AiOrchestratorOptions> options)
    {
        if (options.Value.AllowGetReset)
            return GraftEndpoints.Reset(agent, breakers);
        http.Response.Headers.Allow = HttpMethods.Post;
        throw new RequestException(StatusCodes.Status405MethodNotAllowed, "Use POST. GET resets no circuit breaker while allow_get_reset is false.");
    }
}

/// <summary>How many metrics exist.</summary>
/// <param name="Timestamp">The time in Unix milliseconds.</param>
/// <param name="TotalMetrics">The number of distinct names, the sum of <paramref name="MetricsByType"/>.</param>
/// <param name="MetricsByType">The number of names of each type.</param>
/// <param name="ActiveWebSocketConnections">The number of open connections to this host.</param>
internal sealed record MetricsSummary(long Timestamp, int TotalMetrics, IReadOnlyDictionary<string, int> MetricsByType, int ActiveWebSocketConnections);

/// <summary>The distinct names by category.</summary>
internal sealed record AvailableMetrics(IReadOnlyDictionary<string, IReadOnlyList<string>> Categories, int TotalMetrics);

/// <summary>The circuit breakers by agent.</summary>
internal sealed record BreakerList(IReadOnlyDictionary<string, BreakerReport> CircuitBreakers, long Timestamp);

/// <summary>A circuit breaker.</summary>
internal sealed record BreakerReport(BreakerState State, int FailureCount, DateTimeOffset? LastFailureTime);
