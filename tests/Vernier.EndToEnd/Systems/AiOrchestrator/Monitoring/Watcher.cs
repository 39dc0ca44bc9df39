using Vernier.Host.Demo.SignalR;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Monitoring;

/// <summary>A client of the hub that watches a run. It returns measurements of the round-trip time after a delay.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private readonly HubClient _client;
    private readonly bool _acknowledges;
    private Task _reading = Task.CompletedTask;
    private string _session = "";
    private long _last;
    private volatile int _received;
    private volatile int _acknowledged;

    private Watcher(HubClient client, bool acknowledges) => (_client, _acknowledges) = (client, acknowledges);

    /// <summary>The number of events that were received on this connection.</summary>
    public int Received => _received;

    /// <summary>The number of messages that were sent on this connection.</summary>
    public int Acknowledged => _acknowledged;

    /// <param name="host">The orchestrator.</param>
    /// <param name="run">The run to watch.</param>
    /// <param name="acknowledges">Whether it acknowledges the events.</param>
    /// <param name="lost">The watcher whose session it resumes, or null.</param>
    public static async Task<Watcher> ConnectAsync(HostedOrchestrator host, string run, bool acknowledges = true, Watcher? lost = null)
    {
        var resume = lost is null ? "" : $"&sessionId={lost._session}&after={lost._last}";
        var transport = await WebSocketTransport.ConnectAsync(new Uri(host.Address, $"ws/runs?runId={run}{resume}"), host.Token, TestContext.Current.CancellationToken);
        var watcher = new Watcher(await HubClient.StartAsync(transport, TestContext.Current.CancellationToken), acknowledges);
        watcher._reading = watcher.ReadAsync();
        return watcher;
    }

    /// <summary>Ends the connection like a network failure.</summary>
    public async Task DropAsync()
    {
        _client.Drop();
        await DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        await foreach (var call in _client.ReadAsync(_stop.Token))
        {
            switch (call.Target)
            {
                case "session":
                    _session = call.Arguments[0].GetProperty("sessionId").GetString()!;
                    break;
                case "ping":
                    _ = ReturnAsync(call.Id!);
                    break;
                case "event":
                    _last = call.Arguments[0].GetProperty("sequence").GetInt64();
                    if (_acknowledges)
                    {
                        await _client.SendAsync("Ack", [_last], _stop.Token);
                        _acknowledged++;
                    }
                    _received++;
                    break;
            }
        }
    }

    private async Task ReturnAsync(string id)
    {
        await Task.Delay(PingDelay, _stop.Token);
        await _client.ReturnAsync(id, 0, _stop.Token);
    }
}
