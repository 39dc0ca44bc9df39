using System.Globalization;
using Microsoft.AspNetCore.Http;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>The query of a connection: <c>?runId=…</c>, and to resume a session <c>&amp;sessionId=…&amp;after=…</c>.</summary>
/// <param name="RunId">The run to watch.</param>
/// <param name="SessionId">The session to resume, or null.</param>
/// <param name="After">The sequence number of the last event that the client has received, or null for all events that are kept.</param>
internal sealed record HubQuery(string RunId, string? SessionId, long? After)
{
    /// <exception cref="RequestException">The query is invalid.</exception>
    public static HubQuery Parse(IQueryCollection query)
    {
        var runId = query["runId"].ToString();
        if (runId.Length == 0)
            throw new RequestException(StatusCodes.Status400BadRequest, "The query parameter runId is missing. Connect to /ws/runs?runId=….");

        var sessionId = query["sessionId"].ToString();
        if (sessionId.Length > 0 && !Guid.TryParseExact(sessionId, "N", out _))
            throw new RequestException(StatusCodes.Status400BadRequest, "The query parameter sessionId is invalid. Use the id of the session message, 32 hexadecimal digits.");

        var after = query["after"].ToString();
        if (after.Length == 0)
        {
            return sessionId.Length == 0
                ? new HubQuery(runId, null, null)
                : throw new RequestException(StatusCodes.Status400BadRequest, "The query parameter after is missing. To resume a session, set it to the sequence number of the last received event, or to 0.");
        }

        if (!long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            throw new RequestException(StatusCodes.Status400BadRequest, "The query parameter after is invalid. It must be the sequence number of the last received event, or 0.");
        return new HubQuery(runId, sessionId.Length == 0 ? null : sessionId, sequence);
    }
}
