using System.Net;
using System.Text;
using System.Text.Json;
using Vernier.CcProxy;
using Vernier.CcProxy.Tests;
using Vernier.EndToEnd.Servers;
using Vernier.Testing.Parsing;

namespace Vernier.EndToEnd.Systems.CcProxy;

/// <summary>CCProxy in the real host, with the local models.</summary>
public class HostedProxyTests
{
    /// <summary>In the host no hook fails, no event is dropped, and the local models are healthy.</summary>
    private static readonly string[] AtRest =
        ["vernier_ccproxy_hook_events_dropped_total", "vernier_ccproxy_hook_failures_total", "ccproxy_pool_health_check_failures_total"];

    [Theory]
    [InlineData("/v1/messages", """{"model":"local-small","max_tokens":50,"messages":[{"role":"user","content":"Hi"}]}""", "output_tokens")]
    [InlineData("/v1/messages", """{"model":"local-small","max_tokens":50,"stream":true,"messages":[{"role":"user","content":"Hi"}]}""", "message_stop")]
    [InlineData("/v1/chat/completions", """{"model":"local-small","messages":[{"role":"user","content":"Hi"}]}""", "completion_tokens")]
    [InlineData("/v1/chat/completions", """{"model":"local-small","stream":true,"messages":[{"role":"user","content":"Hi"}]}""", "[DONE]")]
    [InlineData("/v1/responses", """{"model":"local-small","input":"Hi"}""", "output_tokens")]
    [InlineData("/v1/responses", """{"model":"local-small","stream":true,"input":"Hi"}""", "response.completed")]
    public async Task Post_EachApi_RespondsAndIsCounted(string path, string body, string expected)
    {
        await using var host = await StartAsync(out var address, "false");
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await Readiness.Http.PostAsync(new Uri(address, path), content);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync()).ShouldContain(expected);
        await Eventually.GetAsync("the request is counted", _ => ScrapeAsync(address), scrape => scrape.Total("ccproxy_requests_total", ("endpoint", path), ("status", "200")) == 1);
    }

    [Fact]
    public async Task Get_HealthAndModels_Respond()
    {
        await using var host = await StartAsync(out var address, "false");

        var health = JsonDocument.Parse(await Readiness.Http.GetStringAsync(new Uri(address, "metrics/health"))).RootElement;
        health.GetProperty("status").GetString().ShouldBe("healthy");
        health.GetProperty("prometheus_enabled").GetBoolean().ShouldBeTrue();
        health.GetProperty("namespace").GetString().ShouldBe("ccproxy");
        (await Readiness.Http.GetStringAsync(new Uri(address, "v1/models"))).ShouldContain("local-large");
    }

    [Fact]
    public async Task Demo_On_EveryMetricChanges()
    {
        await using var host = await StartAsync(out var address, "true");

        await Eventually.TrueAsync(
            "every family has a series that is not 0",
            async _ =>
            {
                var scrape = await ScrapeAsync(address);
                string[] unchanged = [.. CcProxyCatalog.Catalog.Metrics.Select(m => m.Name).Except(AtRest).Where(name => !scrape.Samples.Any(s => s.Name.StartsWith(name) && s.Value > 0))];
                return unchanged.Length == 0 ? true : throw new InvalidOperationException($"{string.Join(", ", unchanged)} did not change yet.");
            },
            TimeSpan.FromSeconds(60));
    }

    private static Task<HostProcess> StartAsync(out Uri address, string demo)
    {
        address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        return HostProcess.StartAsync(new(address, "metrics"), new("--only", "ccproxy", "--demo", demo, "--set", $"systems:ccproxy:port={address.Port}"));
    }

    private static async Task<ParsedExposition> ScrapeAsync(Uri address) => PrometheusTextParser.Parse(await Readiness.Http.GetByteArrayAsync(new Uri(address, "metrics")));
}
