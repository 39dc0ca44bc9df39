using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Api;
using Vernier.AiOrchestrator.Web;
using Vernier.Services.Storage;
using Vernier.Services.Web;

namespace Vernier.AiOrchestrator.Hubs;

/// <summary>
/// The SignalR hub at <c>/ws/runs?runId=…</c>: a connection watches one run, over WebSockets or long polling, with the JSON protocol.
/// <para>
/// The server invokes these methods of the client: <c>session</c> ({sessionId, resumed}) first; <c>event</c> ({sequence, type, time, data}) for each event of
/// the run; <c>dropped</c> ({firstSequence, lastSequence, count}) if the queue was full (the client can read these events with
/// <c>GET /api/runs/{id}/events</c>); <c>reload</c> ({firstSequence, lastSequence}) if the events after the requested one are no longer kept (the client reads
/// the run again and gets the events after lastSequence); <c>closing</c> ({reason}) before the server closes the connection; and <c>ping</c>, whose result,
/// any number, the client returns at once.
/// </para>
/// <para>
/// The client invokes <see cref="Ack"/> for the events that it has received, and <see cref="Graft"/>, <see cref="Prune"/>, <see cref="Flag"/>,
/// <see cref="Approve"/> and <see cref="Deny"/>. After it has lost its connection, it connects with <c>&amp;sessionId=…&amp;after=…</c>, the sequence number
/// of the last event that it has received, and gets the events that follow.
/// </para>
/// </summary>
internal sealed class RunHub(HubConnections connections, ConnectionRunner runner, RunService runs, IHubContext<RunHub> hub) : Hub
{
    private static readonly object RunningKey = new();

    private HubConnection Connection => connections.Find(Context.ConnectionId) ?? throw new HubException("The connection is closed.");

    private string RunId => Connection.Session.RunId;

    private Caller Caller => Connection.Caller;

    public override async Task OnConnectedAsync()
    {
        try
        {
            var http = Context.GetHttpContext()!;
            var query = HubQuery.Parse(http.Request.Query);
            var caller = Caller.Of(http);
            await runs.GetAsync(query.RunId, caller, Context.ConnectionAborted).ConfigureAwait(false);
            var isLongPolling = Context.Features.Get<IHttpTransportFeature>()?.TransportType == HttpTransportType.LongPolling;
            var connection = connections.Open(Context, hub.Clients.Client(Context.ConnectionId), caller, query, isLongPolling)
                ?? throw new RequestException(StatusCodes.Status503ServiceUnavailable, HubGate.TooManyConnections);
            // On another thread, because a database may read synchronously.
            Context.Items[RunningKey] = Task.Run(() => runner.RunAsync(connection, query), CancellationToken.None);
        }
        catch (RequestException exception)
        {
            await RefuseAsync(exception.Message).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            await RefuseAsync("The database is unavailable. Try again later.").ConfigureAwait(false);
        }
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (connections.Find(Context.ConnectionId) is not { } connection)
            return;
        connections.Remove(connection);
        if (Context.Items.TryGetValue(RunningKey, out var running) && running is Task task)
            await task.ConfigureAwait(false);
    }

    /// <summary>Acknowledges all events up to a sequence number.</summary>
    public void Ack(long sequence)
    {
        var queue = Connection.Queue;
        if (sequence < 0 || sequence > queue.LastSequence)
            throw new HubException($"Sequence {sequence} was not sent on this connection. Acknowledge a sequence from 0 to {queue.LastSequence}.");
        queue.Acknowledge(sequence);
    }

    // The changes are not canceled when the client disconnects, so that what is stored is also recorded in the metrics.

    /// <summary>Inserts a graft agent into the run, and returns the id of the graft.</summary>
    /// <param name="graft">The body of <c>POST /api/runs/{id}/grafts</c>, for example <c>{"agent":"tester-v1","after":"DEVELOPER"}</c>.</param>
    public Task<string> Graft(JsonElement graft)
    {
        var request = ApiJson.Read<GraftBody>(graft).ToRequest();
        return runs.GraftAsync(RunId, request.Agent, request.After, request.Timeout, Caller, CancellationToken.None);
    }

    /// <summary>Skips an agent that has not started.</summary>
    public Task Prune(string? agent) => runs.PruneAsync(RunId, RequestNames.Parse<AgentType>("agent", agent ?? ""), Caller, CancellationToken.None);

    /// <summary>Pauses the run until it is approved or denied, and returns the id of the flag.</summary>
    public Task<string> Flag(string? type, string? reason) =>
        runs.FlagAsync(RunId, RequestNames.Parse<InterruptType>("type", type ?? ""), reason ?? "", Caller, CancellationToken.None);

    /// <summary>Continues the flagged run.</summary>
    public Task Approve() => runs.ResolveAsync(RunId, true, Caller, CancellationToken.None);

    /// <summary>Ends the flagged run.</summary>
    public Task Deny() => runs.ResolveAsync(RunId, false, Caller, CancellationToken.None);

    private async Task RefuseAsync(string reason)
    {
        await Clients.Caller.SendJsonAsync(HubMessages.Closing, new ClosingMessage(reason), Context.ConnectionAborted).ConfigureAwait(false);
        Context.Abort();
    }
}
