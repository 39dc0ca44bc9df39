using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.AiOrchestrator;

/// <summary>AI Orchestrator with the defaults of the host.</summary>
public class DefaultSettingsTests
{
    [Theory]
    [InlineData("ccproxy,ai-orchestrator", 6)]
    [InlineData("ai-orchestrator", 0)]
    public async Task Run_LocalModels_AreCalledThroughCcProxyIfTheHostServesIt(string systems, int proxied)
    {
        var proxy = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var host = await HostedOrchestrator.StartAsync(new HostSetup("--only", systems, "--set", $"systems:ccproxy:port={proxy.Port}"), []);

        var run = await host.EndOfAsync(await host.StartRunAsync("myorg/myrepo"));

        run.GetProperty("status").GetString().ShouldBe("SUCCEEDED", run.ToString());
        (await host.TotalAsync("orchestrator_llm_calls_total")).ShouldBe(6);
        (await host.TotalAsync("orchestrator_llm_errors_total")).ShouldBe(0);
        if (proxied > 0)
            PrometheusTextParser.Parse(await Readiness.Http.GetByteArrayAsync(new Uri(proxy, "metrics"))).Samples
                .Where(sample => sample.Name == "ccproxy_requests_total" && sample.Labels["endpoint"] == "/v1/chat/completions").Sum(sample => sample.Value).ShouldBe(proxied);
    }

    // The documented commands have no credentials.
    [Theory]
    [InlineData("api/metrics/summary", "totalMetrics")]
    [InlineData("api/metrics/available", "categories")]
    [InlineData("api/metrics/circuit-breakers", "circuitBreakers")]
    [InlineData("api/metrics/circuit-breakers/architect-v1/reset", "status")]
    [InlineData("api/metrics/websocket/connections", "activeConnections")]
    [InlineData("actuator/health", "status")]
    public async Task Get_ManagementWithoutToken_RespondsOnThisMachine(string path, string property)
    {
        await using var host = await HostedOrchestrator.StartAsync();

        var response = await Readiness.Http.GetFromJsonAsync<JsonElement>(new Uri(host.Address, path));
        response.TryGetProperty(property, out _).ShouldBeTrue(response.ToString());

        using var runs = await Readiness.Http.GetAsync(new Uri(host.Address, "api/runs"));
        runs.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "api/metrics/summary")) { Headers = { { "X-Forwarded-For", "10.0.0.1" } } };
        using var rejected = await Readiness.Http.SendAsync(forwarded);
        rejected.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
