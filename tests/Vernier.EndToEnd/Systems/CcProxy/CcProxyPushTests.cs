using System.Net;
using Vernier.CcProxy.Tests;
using Vernier.EndToEnd.Servers;
using Vernier.Push.Pushgateway;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.CcProxy;

/// <summary>Pushes to a real Pushgateway and a real VictoriaMetrics. Their outages do not affect clients of the proxy.</summary>
public class CcProxyPushTests
{
    private const string Prompt = """{"model":"local-small","messages":[{"role":"user","content":"a b c"}]}""";

    [Fact]
    public async Task Push_Enabled_PushgatewayHasTheTrafficUnderJobAndInstance()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        await using var app = await StartAsync(server.Address.ToString(), "pushgateway_job=models");

        await SendAsync(app, 3);

        var scrape = await WaitForRequestsAsync(server, requests: 3, job: "models");
        scrape.Total("ccproxy_tokens_total", ("type", "input"), ("instance", Environment.MachineName)).ShouldBe(9);
        scrape.Total("ccproxy_info", ("job", "models")).ShouldBe(1);
    }

    [Fact]
    public async Task Push_PushgatewayRestarts_ProxyKeepsRespondingAndTheLastPushIsComplete()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        var app = await StartAsync(server.Address.ToString());
        await using (app)
        {
            await SendAsync(app, 1);
            await WaitForRequestsAsync(server, requests: 1);
            await server.StopAsync();
            await WaitForOutcomeAsync(app, "failed");
            await SendAsync(app, 2);

            await server.StartAsync();
        }

        (await server.ScrapeAsync()).Total("ccproxy_requests_total", ("status", "200")).ShouldBe(3);
    }

    [Fact]
    public async Task Push_RejectedByTheGateway_ProxyKeepsRespondingAndALaterPushSucceeds()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        var other = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        other.Gauge("ccproxy_requests_total", "Has another type, which the Pushgateway rejects with 400.").Set(1);
        using var blocking = new PushgatewayClient(other, new PushgatewayOptions { Url = server.Address, Job = "other" });
        (await blocking.PushAsync()).IsSuccess.ShouldBeTrue();
        await using var app = await StartAsync(server.Address.ToString());

        await WaitForOutcomeAsync(app, "refused");
        await SendAsync(app, 2);
        await blocking.DeleteAsync();

        await WaitForRequestsAsync(server, requests: 2);
    }

    [Theory]
    [InlineData("api/v1/write")]
    [InlineData("api/v1/import/prometheus")]
    public async Task Push_UrlOfVictoriaMetrics_HasTheTraffic(string path)
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        await using var app = await StartAsync(new Uri(server.Address, path).ToString());

        await SendAsync(app, 3);

        await Eventually.GetAsync(
            "VictoriaMetrics has three requests",
            token => server.QueryAsync("sum(ccproxy_requests_total{status='200', job='ccproxy'})", token),
            samples => samples is [{ Value: 3 }]);
        (await server.QueryAsync("sum(ccproxy_cost_usd_total)")).ShouldHaveSingleItem().Value.ShouldBePositive();
    }

    private static Task<CcProxyApp> StartAsync(string url, params IEnumerable<string> settings) => CcProxyApp.StartLocalAsync(
        ["pushgateway_enabled=true", $"pushgateway_url={url}", "pushgateway_push_interval=1", .. settings]);

    private static async Task SendAsync(CcProxyApp app, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await app.PostAsync("/v1/chat/completions", Prompt);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            await app.Hook.EndAsync();
        }
    }

    private static Task<ParsedExposition> WaitForRequestsAsync(PushgatewayServer server, int requests, string job = "ccproxy") => Eventually.GetAsync(
        $"the Pushgateway has {requests} requests of {job}",
        server.ScrapeAsync,
        scrape => scrape.Total("ccproxy_requests_total", ("status", "200"), ("job", job)) == requests);

    private static Task WaitForOutcomeAsync(CcProxyApp app, string outcome) => Eventually.TrueAsync(
        $"a push is counted as {outcome}",
        _ => Task.FromResult(app.Scrape().Total("vernier_pushes_total", ("outcome", outcome)) > 0));
}
