using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AiOrchestrator.Grafts;

namespace Vernier.AiOrchestrator.Tests.Grafts;

public sealed class GraftResetTests : IAsyncLifetime
{
    private const string Reset = "/api/grafts/circuit-breaker/pm-v1/reset";

    private OrchestratorHost _host = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await OrchestratorHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Post_OpenCircuit_ClosesIt()
    {
        Open();
        State.ShouldBe(1);
        using var manager = await _host.ClientAsync("manager", Role.WorkflowManager);

        using var response = await manager.PostAsync(Reset, null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        body.GetRawText().ShouldBe("""{"status":"success","agent":"pm-v1","message":"Circuit breaker reset to CLOSED state"}""");
        State.ShouldBe(0);
    }

    [Fact]
    public async Task Post_User_IsForbidden()
    {
        Open();
        using var user = await _host.ClientAsync("user123");

        (await user.PostAsync(Reset, null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        State.ShouldBe(1);
    }

    [Fact]
    public async Task Post_Anonymous_IsUnauthorized() =>
        (await _host.Client.PostAsync(Reset, null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("User-Agent", "Mozilla/5.0")]
    public async Task Post_BrowserThatIsNotOnTheSameSite_IsForbidden(string header, string value)
    {
        Open();
        using var manager = await _host.ClientAsync("manager", Role.WorkflowManager);
        manager.DefaultRequestHeaders.Add(header, value);

        (await manager.PostAsync(Reset, null, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        State.ShouldBe(1);
    }

    [Fact]
    public async Task Post_UnknownAgent_NamesTheConfiguredOnes()
    {
        using var manager = await _host.ClientAsync("manager", Role.WorkflowManager);

        using var response = await manager.PostAsync("/api/grafts/circuit-breaker/no-agent/reset", null, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Configured agents: pm-v1, qualifier-v1, architect-v1, developer-v1, tester-v1, writer-v1.");
    }

    [Fact]
    public void Start_Always_CreatesTheSeriesOfEachAgent()
    {
        foreach (var agent in new[] { "pm-v1", "qualifier-v1", "architect-v1", "developer-v1", "tester-v1", "writer-v1" })
        {
            foreach (var name in new[] { "circuit_breaker_state", "circuit_open_total", "executions_total", "success_total", "failure_total", "timeout_total", "rejected_total", "cancelled_total" })
                _host.Scrape().Value($"orchestrator_graft_{name}", ("application", "ai-orchestrator"), ("agent", agent)).ShouldBe(0);
        }
    }

    private double State => _host.Scrape().Value("orchestrator_graft_circuit_breaker_state", ("application", "ai-orchestrator"), ("agent", "pm-v1"));

    private void Open()
    {
        var breaker = _host.Services.GetRequiredService<GraftBreakers>()["pm-v1"];
        while (breaker.TryEnter(out var period))
            breaker.Failed(period);
    }
}
