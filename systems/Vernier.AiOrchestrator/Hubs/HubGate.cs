using Microsoft.AspNetCore.Http;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Runs;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// Checks the first request of a connection, so that a client gets a status code and an error instead of a connection that is closed: 400 for an invalid
/// query, 403 for the run of another user, 404 for an unknown run, 503 for too many connections.
/// </summary>
internal sealed class HubGate(RunService runs, HubConnections connections)
{
    public const string TooManyConnections = "Too many clients are connected. Try again later, or read the events of the run with GET /api/runs/{id}/events.";

    /// <exception cref="RequestException">The connection is refused.</exception>
    public async Task CheckAsync(HttpContext http)
    {
        // Requests of an established connection have its id.
        if (http.Request.Query.ContainsKey("id"))
            return;
        var query = HubQuery.Parse(http.Request.Query);
        await runs.GetAsync(query.RunId, Caller.Of(http), http.RequestAborted).ConfigureAwait(false);
        if (connections.IsFull)
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, TooManyConnections);
    }
}
