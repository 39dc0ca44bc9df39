using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vernier.AiOrchestrator;
using Vernier.EndToEnd.Servers;
using Vernier.EndToEnd.Toolkit;

namespace Vernier.EndToEnd.Systems.AiOrchestrator.Monitoring;

/// <summary>
/// A real Prometheus that has scraped the real host each second during known traffic: runs of several users with grafts, two graft agents that fail, token
/// refreshes, rotations, and watchers, some of which are lost and resumed. A first run of each repository ended before its first scrape; for one repository it
/// was the only one, so its series are idle. Another Prometheus has scraped the host from its start. All known queries are executed at the end of the traffic.
/// </summary>
public sealed class MonitoredOrchestrator : IAsyncLifetime
{
    internal const string IdleRepository = "idle/repo";
    internal const string WatchedRepository = "acme/shop";
    internal const string SlowRepository = "acme/slow";
    internal const double CallCost = 0.3;
    internal const int Agents = 6;
    internal const int Watchers = 140;
    internal const int LostWatchers = 30;
    internal const int ResumedWatchers = 20;
    internal const int OpenWatchers = Watchers - LostWatchers;
    internal const int Refreshes = 20;
    internal const int FailedRefreshes = 40;
    internal const int Rotations = 5;
    internal const int FailedRotations = 1;
    internal const int Events = 8;

    private const string Password = "correct horse battery";
    private const string ReviewingAgent = "tester-v1";

    /// <summary>Settings that make breakers, prices and limits visible in a short time. The registration endpoint of the provider does not exist.</summary>
    private static readonly string[] Settings =
    [
        "models:primary:input_price=0.1", "models:primary:output_price=2", "runs:max_concurrent_runs=20",
        "grafts:max_attempts=1", "grafts:failure_threshold=1", "grafts:break_duration=1.00:00:00", "web_socket:ping_interval=2",
        "sign_in:providers:0:name=github", "sign_in:providers:0:client_id=test", "sign_in:providers:0:client_secret=test",
        "sign_in:providers:0:registration_endpoint=http://127.0.0.1:9/register", "sign_in:providers:0:registration_token=test",
        "identity:rate_limits:refresh_per_minute=100000",
        .. Users.SelectMany((user, i) => new[]
        {
            $"identity:users:{i}:name={user}", $"identity:users:{i}:password={Password}", $"identity:rate_limits:dedicated_accounts:{i + 1}={user}",
        }),
    ];

    private readonly List<Watcher> _watchers = [];
    private readonly List<AgentTime> _times = [];
    private readonly ConcurrentDictionary<string, int> _started = [];
    private readonly ConcurrentDictionary<string, int> _ended = [];
    private ModelStandIn? _models;
    private HostedOrchestrator? _host;
    private PrometheusServer? _fresh;
    private PrometheusServer? _prometheus;

    /// <summary>The agents whose calls fail.</summary>
    internal static IReadOnlyList<string> FailingAgents { get; } = ["developer-v1", "writer-v1"];

    internal static IReadOnlyList<string> Users => ["user123", "ada", "idle"];

    /// <summary>The repositories of the users.</summary>
    internal static IReadOnlyDictionary<string, string> UserOf { get; } = new Dictionary<string, string>
    {
        ["myorg/myrepo"] = "user123",
        [WatchedRepository] = "user123",
        ["acme/web"] = "ada",
        [SlowRepository] = "ada",
        [IdleRepository] = "idle",
    };

    internal PrometheusServer Prometheus => _prometheus!;

    internal IReadOnlyList<AgentTime> Times => _times;

    /// <summary>The number of grafts that succeeded.</summary>
    internal int SuccessfulGrafts { get; private set; }

    /// <summary>The messages in the last minute of the traffic: each open watcher got and acknowledged them.</summary>
    internal static int LastMessages => Events * OpenWatchers;

    /// <summary>The results of the known queries by identifier.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<QuerySample>> Results { get; private set; } = new Dictionary<string, IReadOnlyList<QuerySample>>();

    /// <summary>The results of what the catalog recommends instead of a known query.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<QuerySample>> Recommended { get; private set; } = new Dictionary<string, IReadOnlyList<QuerySample>>();

    /// <summary>The mean latency of all agents in the Prometheus that has seen each series change.</summary>
    internal IReadOnlyList<QuerySample> MeanLatencyWithoutIdleSeries { get; private set; } = [];

    /// <summary>Returns the cost of the calls that the models completed.</summary>
    internal double CostOf(Func<string, bool> repository) => CallCost * _models!.Completed.Count(call => repository(call.Repository));

    /// <summary>Returns the cost without that of the first run of each repository.</summary>
    internal double LaterCostOf(Func<string, bool> repository) => CostOf(repository) - CallCost * Agents * UserOf.Keys.Count(repository);

    public async ValueTask InitializeAsync()
    {
        _models = await ModelStandIn.StartAsync(CompleteAsync);
        _host = await HostedOrchestrator.StartAsync([$"models:primary:url={_models.Url}", .. Settings]);
        var job = new ScrapeJob("ai-orchestrator", _host.Address.Authority, "/actuator/prometheus") { Interval = TimeSpan.FromSeconds(1) };
        _fresh = await PrometheusServer.StartAsync(job);
        await _fresh.WaitUntilAsync("orchestrator_workflow_executions_total", series => series.Count == 1);
        await Task.WhenAll(UserOf.Keys.Select(repository => RunAsync(_fresh, repository, count: 1)));

        _prometheus = await PrometheusServer.StartAsync(WithRules(job), FreePort.Next());
        await _prometheus.WaitUntilAsync("orchestrator_workflow_executions_total", series => series.Count == 1);
        await RotateAsync();
        await PauseWatchedRunAsync();
        await Task.WhenAll(
            WatchAsync(),
            RunAsync(_prometheus, "myorg/myrepo", count: 4),
            RunAsync(_prometheus, WatchedRepository, count: 2, Graft(ReviewingAgent, "DEVELOPER")),
            RunAsync(_prometheus, "acme/web", count: 2, Graft(ReviewingAgent, "PM")),
            RunAsync(_prometheus, SlowRepository, count: 2));

        // The first messages are not in the windows of a minute any more.
        await _prometheus.WaitUntilAsync("rate(orchestrator_websocket_messages_out_total[1m]) == 0", series => series.Count == 1, TimeSpan.FromSeconds(90));
        await FinishAsync();
        await QueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in _watchers)
            await watcher.DisposeAsync();
        foreach (var server in new IAsyncDisposable?[] { _prometheus, _fresh, _host, _models })
        {
            if (server is not null)
                await server.DisposeAsync();
        }
    }

    private static object Graft(string agent, string after) => new { agent, after };

    private static string WithRules(ScrapeJob job) =>
        $"rule_files: ['{Deployed.Folder}/prometheus/rules/ai-orchestrator.rules.yml']\n{ScrapeJob.Configuration([job])}";

    /// <summary>
    /// Each agent takes a typical time, and in the first run of a repository long enough that its series are scraped at 0. The architect is slow once.
    /// </summary>
    private async Task<string?> CompleteAsync(ModelCall call, CancellationToken cancellation)
    {
        if (FailingAgents.Any(agent => call.Instructions.Contains(InstructionsOf(agent), StringComparison.Ordinal)))
            return null;
        var run = _started[call.Repository];
        var milliseconds = run == 1 ? 2_200
            : call.IsFrom("architect") && call.Repository == SlowRepository && run == 3 ? 11_000
            : call.IsFrom("product manager") && call.Repository == WatchedRepository && run == 2 ? 2_000
            : call.IsFrom("qualifier") ? 150
            : call.IsFrom("architect") ? 350
            : call.IsFrom("developer") ? 750
            : 0;
        await Task.Delay(milliseconds, cancellation);
        return "Done.\nVERDICT: APPROVED";
    }

    /// <summary>The default instructions of graft agents.</summary>
    private static string InstructionsOf(string agent) => agent == "developer-v1" ? "You are a software developer." : "You are a technical writer.";

    /// <summary>Executes runs one after the other, and waits until they are scraped.</summary>
    private async Task RunAsync(PrometheusServer prometheus, string repository, int count, params IReadOnlyList<object> grafts)
    {
        using var http = await _host!.LoginAsync(UserOf[repository], Password);
        for (var i = 0; i < count; i++)
        {
            var end = await _host.EndOfAsync(await StartAsync(http, repository, grafts), TimeSpan.FromSeconds(60));
            end.GetProperty("status").GetString().ShouldBe("SUCCEEDED", end.ToString());
            Add(end);
            var ended = _ended.AddOrUpdate(repository, 1, (_, before) => before + 1);
            await prometheus.WaitUntilAsync($"orchestrator_agent_execution_latency_count{{agent_type=\"WRITER\", repository=\"{repository}\"}} == {ended}", series => series.Count == 1);
        }
    }

    private Task<string> StartAsync(HttpClient http, string repository, params IReadOnlyList<object> grafts)
    {
        _started.AddOrUpdate(repository, 1, (_, before) => before + 1);
        return HostedOrchestrator.StartRunAsync(http, repository, grafts);
    }

    private void Add(JsonElement run)
    {
        var repository = run.GetProperty("repository").GetString()!;
        lock (_times)
        {
            SuccessfulGrafts += run.GetProperty("grafts").EnumerateArray().Count(graft => graft.GetProperty("status").GetString() == "COMPLETED");
            foreach (var step in run.GetProperty("steps").EnumerateArray().Where(step => step.GetProperty("status").GetString() == "COMPLETED"))
            {
                _times.Add(new AgentTime(
                    step.GetProperty("agent").GetString()!, repository, _prometheus is null, (step.GetProperty("endedAt").GetDateTimeOffset() - step.GetProperty("startedAt").GetDateTimeOffset()).TotalMilliseconds));
            }
        }
    }

    private async Task RotateAsync()
    {
        for (var i = 0; i < Rotations; i++)
        {
            using var response = await _host!.Http.PostAsync($"api/admin/secrets/{(i < FailedRotations ? "oauth2-github" : "jwt-secret")}/rotate", null);
            response.IsSuccessStatusCode.ShouldBe(i >= FailedRotations, await response.Content.ReadAsStringAsync());
        }
    }

    private async Task PauseWatchedRunAsync()
    {
        using var http = await _host!.LoginAsync(UserOf[WatchedRepository], Password);
        WatchedRun = await StartAsync(http, WatchedRepository);
        using (var flag = await _host.Http.PostAsJsonAsync($"api/runs/{WatchedRun}/flag", new { type = "REVIEW", reason = "The test watches it." }))
            flag.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        Add(await Eventually.GetAsync(
            "the run is paused", token => _host.Http.GetFromJsonAsync<JsonElement>($"api/runs/{WatchedRun}", token), run => run.GetProperty("status").GetString() == "PAUSED"));
    }

    /// <summary>A paused run is watched. Some watchers acknowledge nothing and are lost, others resume their session.</summary>
    private async Task WatchAsync()
    {
        var events = (await _host!.EventsOfAsync(WatchedRun)).Count;
        var lost = await ConnectAsync(LostWatchers, acknowledges: false);
        _watchers.AddRange(await ConnectAsync(OpenWatchers, acknowledges: true));
        await Eventually.TrueAsync("all watchers got the events", _ => Task.FromResult(_watchers.Concat(lost).All(watcher => watcher.Received == events)));
        foreach (var watcher in lost)
            await watcher.DropAsync();
        for (var i = 0; i < ResumedWatchers; i++)
        {
            await _watchers[i].DropAsync();
            _watchers[i] = await Watcher.ConnectAsync(_host, WatchedRun, lost: _watchers[i]);
        }
    }

    private string WatchedRun { get; set; } = "";

    private async Task<Watcher[]> ConnectAsync(int count, bool acknowledges)
    {
        var watchers = new Watcher[count];
        for (var i = 0; i < count; i++)
            watchers[i] = await Watcher.ConnectAsync(_host!, WatchedRun, acknowledges);
        return watchers;
    }

    /// <summary>What the queries over a minute see: two circuit breakers open, tokens are refreshed, and each watcher gets further events.</summary>
    private async Task FinishAsync()
    {
        foreach (var agent in FailingAgents)
            await RunAsync(_prometheus!, "myorg/myrepo", count: 1, Graft(agent, "PM"));
        await RefreshAsync();
        var before = _watchers.Select(watcher => watcher.Received).ToArray();
        for (var i = 0; i < Events; i++)
        {
            using var graft = await _host!.Http.PostAsJsonAsync($"api/runs/{WatchedRun}/grafts", Graft(ReviewingAgent, "WRITER"));
            graft.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        }
        await Eventually.TrueAsync("all watchers got the further events", _ => Task.FromResult(_watchers.Zip(before).All(pair => pair.First.Received == pair.Second + Events)));
        await _prometheus!.WaitUntilAsync("orchestrator_websocket_message_queue_depth == 0", series => series.Count == 1);
    }

    private async Task RefreshAsync()
    {
        using var login = await _host!.Http.PostAsJsonAsync("api/auth/login", new { username = "user123", password = Password });
        var token = (await login.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString();
        for (var i = 0; i < Refreshes; i++)
        {
            using var response = await _host.Http.PostAsJsonAsync("api/auth/refresh", new { refreshToken = token });
            token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("refreshToken").GetString();
        }
        for (var i = 0; i < FailedRefreshes; i++)
        {
            using var response = await _host.Http.PostAsJsonAsync("api/auth/refresh", new { refreshToken = $"unknown-{i}" });
            response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    /// <summary>Executes the known queries when the last scrape has everything.</summary>
    private async Task QueryAsync()
    {
        await _prometheus!.WaitUntilAsync(
            $"orchestrator_jwt_token_refresh_total == {Refreshes + FailedRefreshes} and orchestrator_websocket_messages_out_total offset 1s == orchestrator_websocket_messages_out_total",
            series => series.Count == 1);
        await _prometheus.WaitUntilAsync("sum(orchestrator_cost_attribution)", sum => Math.Abs(sum.Single().Value - CostOf(_ => true)) < 1e-6);
        var results = new Dictionary<string, IReadOnlyList<QuerySample>>();
        var recommended = new Dictionary<string, IReadOnlyList<QuerySample>>();
        foreach (var query in AiOrchestratorCatalog.Catalog.DocumentedQueries)
        {
            results[query.Id] = await _prometheus.QueryAsync(query.Expression);
            if (query.Instead is { } instead)
                recommended[query.Id] = await _prometheus.QueryAsync(instead.ToString());
        }
        (Results, Recommended) = (results, recommended);
        MeanLatencyWithoutIdleSeries = await _fresh!.QueryAsync(AiOrchestratorCatalog.Catalog.DocumentedQueries.Single(query => query.Id == "Q7").Expression);
    }
}
