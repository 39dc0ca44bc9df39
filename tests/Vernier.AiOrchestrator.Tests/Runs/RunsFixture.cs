using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vernier.AiOrchestrator.Extensions;
using Vernier.AiOrchestrator.Tests.ChatServer;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AiOrchestrator.Tests.Runs;

/// <summary>A host with a chat model server, and a user who calls the API of runs.</summary>
internal sealed class RunsFixture : IAsyncDisposable
{
    private readonly ChatModelStandIn _model;
    private readonly OrchestratorHost _host;

    private RunsFixture(ChatModelStandIn model, OrchestratorHost host, HttpClient user)
    {
        _model = model;
        _host = host;
        User = user;
    }

    public OrchestratorHost Host => _host;

    public ChatModelStandIn Model => _model;

    /// <summary>A client of the user <c>user123</c>.</summary>
    public HttpClient User { get; }

    /// <summary>Starts a model and a host.</summary>
    /// <param name="settings">Settings such as <c>runs:agent_timeout=00:00:01</c>.</param>
    /// <param name="folder">The data directory, to continue with the same state.</param>
    /// <param name="model">A model that is already running. The fixture disposes it too.</param>
    /// <param name="orchestrator">Configures the orchestrator, for example with UsePostgres.</param>
    public static async Task<RunsFixture> StartAsync(
        IEnumerable<string>? settings = null, string? folder = null, ChatModelStandIn? model = null, Action<AiOrchestratorBuilder>? orchestrator = null)
    {
        model ??= await ChatModelStandIn.StartAsync((call, _) => Task.FromResult(Agents.Respond(call)));
        var host = await OrchestratorHost.StartAsync(
            [
                $"models:primary:url={model.Url}",
                "grafts:retry_delay=00:00:00",
                "identity:rate_limits:api_per_minute=100000",
                "identity:rate_limits:upload_per_minute=100000",
                .. settings ?? [],
            ],
            folder: folder,
            orchestrator: orchestrator);
        return new RunsFixture(model, host, await host.ClientAsync("user123"));
    }

    /// <summary>Starts a run and returns its identifier.</summary>
    public async Task<string> StartRunAsync(object? body = null)
    {
        using var response = await User.PostAsJsonAsync("/api/runs", body ?? new { repository = "myorg/myrepo", task = "Add a health check." }, TestContext.Current.CancellationToken);
        var json = await ReadAsync(response, HttpStatusCode.Accepted);
        return json.GetProperty("id").GetString()!;
    }

    public async Task<JsonElement> GetAsync(string path, HttpStatusCode expected = HttpStatusCode.OK, HttpClient? client = null)
    {
        using var response = await (client ?? User).GetAsync(path, TestContext.Current.CancellationToken);
        return await ReadAsync(response, expected);
    }

    public async Task<JsonElement> PostAsync(string path, object? body, HttpStatusCode expected, HttpClient? client = null)
    {
        using var response = await (client ?? User).PostAsJsonAsync(path, body, TestContext.Current.CancellationToken);
        return await ReadAsync(response, expected);
    }

    public async Task DeleteAsync(string path, HttpStatusCode expected, HttpClient? client = null)
    {
        using var response = await (client ?? User).DeleteAsync(path, TestContext.Current.CancellationToken);
        await ReadAsync(response, expected);
    }

    public Task<JsonElement> RunAsync(string id) => GetAsync($"/api/runs/{id}");

    /// <summary>Waits until a run has one of the states, and returns it.</summary>
    public async Task<JsonElement> WaitForAsync(string id, params string[] states)
    {
        using var timeout = new CancellationTokenSource(TestTimeouts.Default);
        long after = 0;
        while (true)
        {
            var run = await RunAsync(id);
            if (states.Contains(run.GetProperty("status").GetString()))
                return run;
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"Run {id} is not {string.Join(" or ", states)}, but {run}.");
            var events = await GetAsync($"/api/runs/{id}/events?after={after}&waitSeconds=1");
            after = events.GetProperty("lastSequence").GetInt64();
        }
    }

    /// <summary>Waits for the end of a run, and returns it.</summary>
    public Task<JsonElement> WaitForEndAsync(string id) => WaitForAsync(id, "SUCCEEDED", "FAILED", "CANCELLED");

    /// <summary>Returns the types of all events of a run, and checks that their numbers have no gaps.</summary>
    public async Task<IReadOnlyList<string>> EventTypesAsync(string id)
    {
        var page = await GetAsync($"/api/runs/{id}/events");
        var events = page.GetProperty("events").EnumerateArray().ToList();
        events.Select(e => e.GetProperty("sequence").GetInt64()).ShouldBe(Enumerable.Range(1, events.Count).Select(i => (long)i));
        return [.. events.Select(e => e.GetProperty("type").GetString()!)];
    }

    public ParsedExposition Scrape() => _host.Scrape();

    /// <summary>Returns the value of a series; the constant label is added.</summary>
    public double Value(string name, params (string Name, string Value)[] labels) => Scrape().Value(name, [("application", "ai-orchestrator"), .. labels]);

    /// <summary>The agents whose model was called, in order.</summary>
    public IReadOnlyList<string> CalledAgents => [.. _model.Calls.Select(Agents.NameOf)];

    public async Task<HttpClient> ClientAsync(string user, Role role = Role.User) => await _host.ClientAsync(user, role);

    public async ValueTask DisposeAsync()
    {
        User.Dispose();
        await _host.DisposeAsync();
        await _model.DisposeAsync();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected, text);
        return text.Length > 0 ? JsonElement.Parse(text) : default;
    }
}
