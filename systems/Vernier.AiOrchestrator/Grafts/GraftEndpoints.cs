using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The response to the reset of a circuit breaker.</summary>
internal sealed record BreakerResetReport(string Status, string Agent, string Message);

/// <summary>The reset of circuit breakers.</summary>
internal static class GraftEndpoints
{
    /// <summary>Closes the circuit breaker of an agent.</summary>
    /// <exception cref="RequestException">404: the agent is unknown.</exception>
    public static JsonHttpResult<BreakerResetReport> Reset(string agent, GraftBreakers breakers) => breakers.Reset(agent) is null
        ? throw new RequestException(StatusCodes.Status404NotFound,
            $"The agent is unknown. Configured agents: {string.Join(", ", breakers.Snapshot().Select(breaker => breaker.Agent))}.")
        : ApiJson.Result(new BreakerResetReport("success", agent, "Circuit breaker reset to CLOSED state"));
}
