using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Web;

namespace Vernier.AiOrchestrator.Grafts;

/// <summary>The response to the reset of a circuit breaker.</summary>
internal sealed record BreakerResetResponse(string Status, string Agent, string Message);

/// <summary>The reset of circuit breakers.</summary>
internal static class GraftEndpoints
{
    /// <summary>Closes the circuit breaker of an agent.</summary>
    /// <exception cref="RequestException">404: the agent is unknown.</exception>
    public static IResult Reset(string agent, GraftBreakers breakers, GraftAgents agents)
    {
        if (breakers.Reset(agent) is null)
            throw new RequestException(StatusCodes.Status404NotFound, $"Unknown graft agent. The agents are {string.Join(", ", agents.All.Select(known => known.Name))}.");
        return ApiJson.Result(new BreakerResetResponse("success", agent, "Circuit breaker reset to CLOSED state"));
    }
}
