using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Extensions;
using Vernier.AiOrchestrator.Hubs;
using Vernier.AiOrchestrator.Identity;
using Vernier.AiOrchestrator.Runs;
using Vernier.AiOrchestrator.Runs.Store;
using Vernier.Services.Storage;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Hubs;

/// <summary>A host whose hub is tested. Its runs are paused; the test adds their events to the database.</summary>
internal sealed class HubApp : IAsyncDisposable
{
    private readonly OrchestratorHost _host;

    private HubApp(OrchestratorHost host) => _host = host;

    public OrchestratorHost Host => _host;

    public HubConnections Connections => _host.Services.GetRequiredService<HubConnections>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <param name="settings">Settings such as <c>web_socket:max_queue_length=3</c>.</param>
    /// <param name="time">The clock. Default: that of the system.</param>
    /// <param name="orchestrator">Configures the orchestrator, for example with UsePostgres.</param>
    public static async Task<HubApp> StartAsync(string[]? settings = null, TimeProvider? time = null, Action<AiOrchestratorBuilder>? orchestrator = null) =>
        new(await OrchestratorHost.StartAsync(settings, services => services.AddSingleton(time ?? TimeProvider.System), orchestrator: orchestrator));

    public async Task<string> TokenAsync(string user, Role role = Role.User) => (await _host.IssueAsync(user, role)).AccessToken;

    /// <summary>Disables a user, which ends the sessions of the user on all hosts.</summary>
    public Task DisableAsync(string user) => _host.Services.GetRequiredService<Users>().SetDisabledAsync(user, true, Cancellation);

    /// <summary>Stores a paused run, which has no events yet.</summary>
    public async Task<string> NewRunAsync(string user)
    {
        var run = new Run { Id = Guid.NewGuid().ToString(), Repository = "myorg/myrepo", UserName = user, Status = RunStatus.Paused };
        var database = _host.Services.GetRequiredService<Database>();
        await database.WriteAsync(session => new RunRows(database, session).InsertAsync(run, "A task"), Cancellation);
        return run.Id;
    }

    /// <summary>Adds events to a run.</summary>
    public async Task AddEventsAsync(string runId, int count, string type = RunEventTypes.StepStart)
    {
        await _host.Services.GetRequiredService<Database>().WriteAsync(async session =>
        {
            for (var i = 0; i < count; i++)
                await _host.Services.GetRequiredService<EventLog>().AppendAsync(session, runId, type, new { number = i });
        }, Cancellation);
        _host.Services.GetRequiredService<RunSignals>().RunChanged(runId);
    }

    public Uri HubAddress(string runId, string? sessionId = null, long? after = null) =>
        new(_host.Address, $"/ws/runs?runId={runId}" + (sessionId is null ? "" : $"&sessionId={sessionId}") + (after is null ? "" : $"&after={after}"));

    public async Task<HubTestClient> ConnectAsync(
        string runId, string token, string? sessionId = null, long? after = null, bool longPolling = false, bool acknowledges = true, PingResponse ping = PingResponse.Result)
    {
        var address = HubAddress(runId, sessionId, after);
        IHubLine line = longPolling ? await LongPollingLine.ConnectAsync(address, token) : await WebSocketLine.ConnectAsync(address, token);
        var client = await HubTestClient.StartAsync(line, acknowledges, ping);
        await client.WaitForAsync("session");
        return client;
    }

    /// <summary>Sends a request and returns the status and the JSON body.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _host.Client.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string? token) => SendAsync(HttpMethod.Get, path, token);

    /// <summary>Returns the value of a metric of connections, by its name after <c>orchestrator_websocket_</c>.</summary>
    public double Value(string metric, params ReadOnlySpan<(string Name, string Value)> labels) =>
        _host.Scrape().Value($"orchestrator_websocket_{metric}", [.. labels, ("application", "ai-orchestrator")]);

    public Task WaitForValueAsync(string metric, double value) => Waiting.UntilAsync(() => Value(metric) == value, $"{metric} is {value}");

    /// <summary>Advances a clock second by second until a condition is met.</summary>
    public static Task AdvanceUntilAsync(ManualTime time, Func<bool> condition, string description) => Waiting.UntilAsync(() =>
    {
        time.Advance(TimeSpan.FromSeconds(1));
        return condition();
    }, description);

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
