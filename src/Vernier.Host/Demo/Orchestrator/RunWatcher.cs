using System.Net.WebSockets;
using System.Text.Json;
using Vernier.Host.Demo.SignalR;

namespace Vernier.Host.Demo.Orchestrator;

/// <summary>Watches a run over the hub until it ends: acknowledges its events, and follows a plan.</summary>
internal sealed class RunWatcher(HttpClient http, OrchestratorSession session, string runId, WatchPlan plan, TimeProvider time)
{
    private static readonly TimeSpan Review = TimeSpan.FromSeconds(8);

    private string? _sessionId;
    private long _last;
    private bool _hasLostConnection;

    public async Task WatchAsync(CancellationToken stop)
    {
        try
        {
            while (await WatchOnceAsync(stop).ConfigureAwait(false) == WatchEnd.ConnectionLost)
            {
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or WebSocketException)
        {
            // The connection closed, which happens while the system stops.
        }
    }

    private async Task<WatchEnd> WatchOnceAsync(CancellationToken stop)
    {
        var client = await ConnectAsync(stop).ConfigureAwait(false);
        await using var owned = client.ConfigureAwait(false);
        await foreach (var call in client.ReadAsync(stop).ConfigureAwait(false))
        {
            switch (call.Target)
            {
                case "session":
                    _sessionId = call.Arguments[0].GetProperty("sessionId").GetString();
                    break;
                case "ping":
                    await client.ReturnAsync(call.Id!, 0, stop).ConfigureAwait(false);
                    break;
                case "event" when await HandleAsync(client, call.Arguments[0], stop).ConfigureAwait(false) is { } end:
                    return end;
            }
        }
        return WatchEnd.ClosedByServer;
    }

    private async Task<HubClient> ConnectAsync(CancellationToken stop)
    {
        var resume = _sessionId is null ? "" : $"&sessionId={_sessionId}&after={_last}";
        var hub = new Uri(http.BaseAddress!, $"/ws/runs?runId={runId}{resume}");
        IHubTransport transport = plan.UsesLongPolling
            ? await LongPollingTransport.ConnectAsync(http, hub, session.Token, stop).ConfigureAwait(false)
            : await WebSocketTransport.ConnectAsync(hub, session.Token, stop).ConfigureAwait(false);
        return await HubClient.StartAsync(transport, stop).ConfigureAwait(false);
    }

    /// <summary>Returns how the watch ends with this event, or null if it continues.</summary>
    private async Task<WatchEnd?> HandleAsync(HubClient client, JsonElement message, CancellationToken stop)
    {
        var type = message.GetProperty("type").GetString()!;
        if (plan.LosesConnection && !_hasLostConnection && type == "STEP_COMPLETE")
        {
            // The event is not acknowledged: it is sent again when the session is resumed.
            _hasLostConnection = true;
            client.Drop();
            return WatchEnd.ConnectionLost;
        }

        _last = message.GetProperty("sequence").GetInt64();
        await client.SendAsync("Ack", [_last], stop).ConfigureAwait(false);
        await ActAsync(client, type, stop).ConfigureAwait(false);
        return type is "RUN_SUCCEEDED" or "RUN_FAILED" or "RUN_CANCELLED" ? WatchEnd.RunEnded : null;
    }

    private async Task ActAsync(HubClient client, string type, CancellationToken stop)
    {
        switch (type, plan.Command)
        {
            case ("RUN_START", WatchCommand.Graft):
                await client.SendAsync("Graft", [new { agent = "writer-v1", after = "WRITER" }], stop).ConfigureAwait(false);
                break;
            case ("RUN_START", WatchCommand.Prune):
                await client.SendAsync("Prune", ["WRITER"], stop).ConfigureAwait(false);
                break;
            case ("RUN_START", WatchCommand.FlagAndApprove):
                await client.SendAsync("Flag", ["REVIEW", "Check the requirements first."], stop).ConfigureAwait(false);
                break;
            case ("RUN_START", WatchCommand.FlagAndDeny):
                await client.SendAsync("Flag", ["SECURITY", "The task changes the sign-in."], stop).ConfigureAwait(false);
                break;
            case ("FLAG_RAISED", _):
                await Task.Delay(Review, time, stop).ConfigureAwait(false);
                await client.SendAsync(plan.Command == WatchCommand.FlagAndApprove ? "Approve" : "Deny", [], stop).ConfigureAwait(false);
                break;
        }
    }

    private enum WatchEnd
    {
        RunEnded,
        ConnectionLost,
        ClosedByServer,
    }
}
