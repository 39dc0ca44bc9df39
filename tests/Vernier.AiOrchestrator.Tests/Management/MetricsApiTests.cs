using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Grafts;
using Vernier.Services.Web;
using Vernier.Testing;

namespace Vernier.AiOrchestrator.Tests.Management;

public sealed class MetricsApiTests
{
    private const string Reset = "/api/metrics/circuit-breakers/architect-v1/reset";

    private static readonly string[] Anonymous = ["allow_anonymous_loopback=true"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Summary_Default_CountsDistinctNamesByType()
    {
        var time = new ManualTime();
        await using var host = await OrchestratorHost.StartAsync(Anonymous, services => services.AddSingleton<TimeProvider>(time));
        MetricsOf(host).CostStored("org/a", "ann", 1);
        MetricsOf(host).CostStored("org/b", "ann", 1);

        var summary = await host.Client.GetFromJsonAsync<JsonElement>("/api/metrics/summary", Cancellation);

        summary.EnumerateObject().Select(member => member.Name).ShouldBe(["timestamp", "totalMetrics", "metricsByType", "activeWebSocketConnections"]);
        summary.GetProperty("timestamp").GetInt64().ShouldBe(time.GetUtcNow().ToUnixTimeMilliseconds());
        summary.GetProperty("totalMetrics").GetInt32().ShouldBe(AiOrchestratorCatalog.Catalog.Metrics.Count);
        summary.GetProperty("metricsByType").EnumerateObject().Select(type => (type.Name, type.Value.GetInt32())).ShouldBe(
            [("COUNTER", 40), ("DISTRIBUTION_SUMMARY", 4), ("GAUGE", 6), ("TIMER", 3)]);
        summary.GetProperty("activeWebSocketConnections").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Available_Default_ListsTheNamesOfTheSummary()
    {
        await using var host = await OrchestratorHost.StartAsync(Anonymous);

        var available = await host.Client.GetFromJsonAsync<JsonElement>("/api/metrics/available", Cancellation);

        var categories = available.GetProperty("categories").EnumerateObject()
            .ToDictionary(category => category.Name, category => category.Value.EnumerateArray().Select(name => name.GetString()!).ToArray());
        categories.Keys.ShouldBe(["agent", "graft", "websocket", "jwt", "vault", "cost", "workflow", "llm", "other"]);
        categories["cost"].ShouldBe(["orchestrator.cost.attribution", "orchestrator.cost.per.bolt"]);
        categories["graft"].ShouldContain("orchestrator.graft.circuit.breaker.state");
        string[] names = [.. categories.Values.SelectMany(names => names)];
        names.ShouldBeUnique();
        names.ShouldBe(AiOrchestratorCatalog.Catalog.Metrics.Select(metric => metric.Name.Replace('_', '.')), ignoreOrder: true);
        available.GetProperty("totalMetrics").GetInt32().ShouldBe(names.Length);
    }

    [Fact]
    public async Task CircuitBreakers_Default_AreAllClosed()
    {
        await using var host = await OrchestratorHost.StartAsync(Anonymous);

        var breakers = await host.Client.GetFromJsonAsync<JsonElement>("/api/metrics/circuit-breakers", Cancellation);

        breakers.GetProperty("timestamp").GetInt64().ShouldBeGreaterThan(0);
        breakers.GetProperty("circuitBreakers").EnumerateObject().Select(agent => agent.Name)
            .ShouldBe(["pm-v1", "qualifier-v1", "architect-v1", "developer-v1", "tester-v1", "writer-v1"], ignoreOrder: true);
        breakers.GetProperty("circuitBreakers").GetProperty("architect-v1").GetRawText().ShouldBe("""{"state":"CLOSED","failureCount":0,"lastFailureTime":null}""");
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Reset_OpenBreaker_ClosesItAtOnce(string method)
    {
        await using var host = await OrchestratorHost.StartAsync(Anonymous);
        Open(host, "architect-v1");
        StateOf(host).ShouldBe(1);
        var open = await host.Client.GetFromJsonAsync<JsonElement>("/api/metrics/circuit-breakers", Cancellation);
        open.GetProperty("circuitBreakers").GetProperty("architect-v1").GetProperty("state").GetString().ShouldBe("OPEN");

        using var response = await host.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), Reset), Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Cancellation))
            .ShouldBe("""{"status":"success","agent":"architect-v1","message":"Circuit breaker reset to CLOSED state"}""");
        StateOf(host).ShouldBe(0);
    }

    [Fact]
    public async Task Reset_UnknownAgent_IsNotFound()
    {
        await using var host = await OrchestratorHost.StartAsync(Anonymous);

        using var response = await host.Client.PostAsync("/api/metrics/circuit-breakers/unknown-v1/reset", null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadFromJsonAsync<ErrorResponse>(Cancellation))!.Message.ShouldStartWith("The agent is unknown. Configured agents: pm-v1, ");
    }

    [Fact]
    public async Task Reset_GetIsNotAllowed_OnlyPostWorks()
    {
        await using var host = await OrchestratorHost.StartAsync([.. Anonymous, "allow_get_reset=false"]);

        using var get = await host.Client.GetAsync(Reset, Cancellation);
        using var post = await host.Client.PostAsync(Reset, null, Cancellation);

        get.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        get.Content.Headers.Allow.ShouldBe(["POST"]);
        post.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("GET", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("POST", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("GET", "same-origin", HttpStatusCode.OK)]
    [InlineData("GET", "none", HttpStatusCode.OK)]
    public async Task Reset_ByABrowser_NeedsTheSameOrigin(string method, string site, HttpStatusCode status)
    {
        await using var host = await OrchestratorHost.StartAsync(Anonymous);
        using var request = new HttpRequestMessage(new HttpMethod(method), Reset);
        request.Headers.Add("Sec-Fetch-Site", site);

        using var response = await host.Client.SendAsync(request, Cancellation);

        response.StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("/api/metrics/summary")]
    [InlineData("/api/metrics/available")]
    [InlineData("/api/metrics/circuit-breakers")]
    [InlineData(Reset)]
    public async Task Request_WithoutToken_NeedsAnonymousLoopbackAndADirectClient(string path)
    {
        await using var closed = await OrchestratorHost.StartAsync();
        await using var open = await OrchestratorHost.StartAsync(Anonymous);
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "X-Forwarded-For", "192.0.2.1" } } };

        using var rejected = await closed.Client.GetAsync(path, Cancellation);
        using var accepted = await open.Client.GetAsync(path, Cancellation);
        using var proxied = await open.Client.SendAsync(forwarded, Cancellation);

        rejected.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        accepted.StatusCode.ShouldBe(HttpStatusCode.OK);
        proxied.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("USER", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("WORKFLOW_MANAGER", HttpStatusCode.OK, HttpStatusCode.OK)]
    [InlineData("ADMIN", HttpStatusCode.OK, HttpStatusCode.OK)]
    public async Task Request_WithToken_EveryUserReadsAndManagersReset(string role, HttpStatusCode read, HttpStatusCode reset)
    {
        await using var host = await OrchestratorHost.StartAsync();
        using var client = await host.ClientAsync("ann", role switch { "USER" => Role.User, "ADMIN" => Role.Admin, _ => Role.WorkflowManager });

        using var summary = await client.GetAsync("/api/metrics/summary", Cancellation);
        using var breaker = await client.PostAsync(Reset, null, Cancellation);

        summary.StatusCode.ShouldBe(read);
        breaker.StatusCode.ShouldBe(reset);
    }

    private static void Open(OrchestratorHost host, string agent)
    {
        var breaker = host.Services.GetRequiredService<GraftBreakers>()[agent];
        for (var i = 0; i < 5; i++)
        {
            breaker.TryEnter(out var period).ShouldBeTrue();
            breaker.Failed(period);
        }
    }

    private static AiOrchestratorMetrics MetricsOf(OrchestratorHost host) => host.Services.GetRequiredService<AiOrchestratorMetrics>();

    private static double StateOf(OrchestratorHost host) =>
        host.Scrape().Value("orchestrator_graft_circuit_breaker_state", ("application", "ai-orchestrator"), ("agent", "architect-v1"));
}
