using System.Net;
using Vernier.CcProxy.Tests;
using Vernier.EndToEnd.Servers;
using Vernier.Push.Pushgateway;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.CcProxy;

/// <summary>The documented push settings against a real Pushgateway and a real VictoriaMetrics. No outage of theirs reaches a client of the proxy.</summary>
public class CcProxyPushTests
{
    private const string Question = """{"model":"local-small","messages":[{"role":"user","content":"a b c"}]}""";

    [Fact]
    public async Task Push_Enabled_PushgatewayHoldsTheTrafficUnderJobAndInstance()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        await using var app = await StartAsync(server.Address.ToString(), "pushgateway_job=models");

        await AskAsync(app, 3);

        var held = await HoldsAsync(server, requests: 3, job: "models");
        held.Total("ccproxy_tokens_total", ("type", "input"), ("instance", Environment.MachineName)).ShouldBe(9);
        held.Total("ccproxy_info", ("job", "models")).ShouldBe(1);
    }

    [Fact]
    public async Task Push_PushgatewayAwayThenBack_ProxyAnswersMeanwhileAndTheLastPushHasItAll()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        var app = await StartAsync(server.Address.ToString());
        await using (app)
        {
            await AskAsync(app, 1);
            await HoldsAsync(server, requests: 1);
            await server.StopAsync();
            await CountsAsync(app, "failed");
            await AskAsync(app, 2);

            await server.StartAsync();
        }

        (await server.ScrapeAsync()).Total("ccproxy_requests_total", ("status", "200")).ShouldBe(3);
    }

    [Fact]
    public async Task Push_Refused_ProxyAnswersMeanwhileAndItArrivesWhenTheReasonIsGone()
    {
        await using var server = await PushgatewayServer.StartNewAsync();
        var other = new MetricRegistry(new MetricRegistryOptions { SelfMetrics = false });
        other.Gauge("ccproxy_requests_total", "Of another type, which the Pushgateway refuses with 400.").Set(1);
        using var blocking = new PushgatewayClient(other, new PushgatewayOptions { Url = server.Address, Job = "other" });
        (await blocking.PushAsync()).IsSuccess.ShouldBeTrue();
        await using var app = await StartAsync(server.Address.ToString());

        await CountsAsync(app, "refused");
        await AskAsync(app, 2);
        await blocking.DeleteAsync();

        await HoldsAsync(server, requests: 2);
    }

    [Theory]
    [InlineData("api/v1/write")]
    [InlineData("api/v1/import/prometheus")]
    public async Task Push_UrlOfVictoriaMetrics_ItHoldsTheTraffic(string path)
    {
        await using var server = await VictoriaMetricsServer.StartAsync();
        await using var app = await StartAsync(new Uri(server.Address, path).ToString());

        await AskAsync(app, 3);

        await Eventually.GetAsync(
            "VictoriaMetrics has three requests",
            token => server.QueryAsync("sum(ccproxy_requests_total{status='200', job='ccproxy'})", token),
            samples => samples is [{ Value: 3 }]);
        (await server.QueryAsync("sum(ccproxy_cost_usd_total)")).ShouldHaveSingleItem().Value.ShouldBePositive();
    }

    private static Task<CcProxyApp> StartAsync(string url, params IEnumerable<string> settings) => CcProxyApp.StartAsync(
        ["pushgateway_enabled=true", $"pushgateway_url={url}", "pushgateway_push_interval=1", "pool:health_check_interval=0", .. settings]);

    private static async Task AskAsync(CcProxyApp app, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var response = await app.PostAsync("/v1/chat/completions", Question);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
            await app.Hook.EndAsync();
        }
    }

    private static Task<ParsedExposition> HoldsAsync(PushgatewayServer server, int requests, string job = "ccproxy") => Eventually.GetAsync(
        $"the Pushgateway has {requests} requests of {job}",
        server.ScrapeAsync,
        scrape => scrape.Total("ccproxy_requests_total", ("status", "200"), ("job", job)) == requests);

    private static Task CountsAsync(CcProxyApp app, string outcome) => Eventually.TrueAsync(
        $"a push is counted as {outcome}",
        _ => Task.FromResult(app.Scrape().Total("vernier_pushes_total", ("outcome", outcome)) > 0));
}
