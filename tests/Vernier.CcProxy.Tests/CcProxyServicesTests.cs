using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Vernier.CcProxy.Hooks;
using Vernier.CcProxy.Providers;
using Vernier.Testing.Parsing;

namespace Vernier.CcProxy.Tests;

public class CcProxyServicesTests
{
    private static readonly string[] AllSettings = ["request", "token", "cost", "error", "pool"];

    private static readonly Dictionary<string, string[]> FamiliesOf = new()
    {
        ["request"] = ["ccproxy_requests_total", "ccproxy_response_duration_seconds", "ccproxy_active_requests"],
        ["token"] = ["ccproxy_tokens_total"],
        ["cost"] = ["ccproxy_cost_usd_total"],
        ["error"] = ["ccproxy_errors_total"],
        ["pool"] = ["ccproxy_pool_clients_total", "ccproxy_pool_acquisitions_total", "ccproxy_pool_acquisition_duration_seconds"],
    };

    [Fact]
    public async Task Metrics_AfterRealTraffic_HaveAllChanged()
    {
        var respond = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await respond.Task;
            await ScriptedProvider.Json("""{"usage":{"input_tokens":1,"output_tokens":1,"cache_read_input_tokens":1,"cache_creation_input_tokens":1}}""")(http);
        });
        var slow = Hook.Create("slow", [HookEvent.ProviderStreamChunk], async (_, _) =>
        {
            await release.Task;
            throw new InvalidOperationException();
        });
        await using var app = await CcProxyApp.StartAsync(
            CcProxyApp.InFrontOf(provider.Url).Concat(["providers:2:name=gone", "providers:2:url=http://127.0.0.1:1"]), services => services.AddSingleton(slow));

        var request = app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.NextAsync(HookEvent.ProviderRequestSent);
        var during = app.Scrape();
        respond.SetResult();
        (await request).Dispose();
        await app.Hook.EndAsync();
        (await app.PostAsync("/v1/messages", "nonsense")).Dispose();
        await app.Hook.EndAsync();
        var bus = app.Services.GetRequiredService<HookBus>();
        for (var i = 0; i < HookBus.DefaultCapacity + 10; i++)
            bus.Publish(bus.CreateContext(HookEvent.ProviderStreamChunk));
        release.SetResult();
        await app.Hook.NextAsync(HookEvent.HookFailed);
        await provider.DisposeAsync();
        await app.Services.GetServices<IHostedService>().OfType<HealthChecker>().Single().CheckAllAsync(CancellationToken.None);

        var after = app.ScrapeAtRest();
        CcProxyCatalog.Catalog.Metrics.Select(m => m.Name).Where(n => !HasChanged(during, n) && !HasChanged(after, n)).ShouldBeEmpty();
        after.Value("up", ("job", "ccproxy")).ShouldBe(1);
    }

    [Fact]
    public async Task ActiveGauges_WhileARequestRuns_AreUp()
    {
        var release = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async http =>
        {
            await release.Task;
            await ScriptedProvider.Json("{}")(http);
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);

        var request = app.PostAsync("/v1/messages", """{"model":"m"}""");
        await app.Hook.NextAsync(HookEvent.ProviderRequestSent);
        var during = app.Scrape();
        release.SetResult();
        (await request).Dispose();
        await app.Hook.EndAsync();

        (during.Value("ccproxy_active_requests"), during.Value("ccproxy_pool_clients_active")).ShouldBe((1, 1));
        during.Value("ccproxy_pool_clients_total").ShouldBe(2);
        during.Value("ccproxy_pool_clients_available").ShouldBe(1);
        app.ScrapeAtRest();
    }

    [Fact]
    public async Task Start_NoRequestYet_ExpectedSeriesAreZero()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1");

        var scrape = app.Scrape();

        foreach (var status in new[] { "200", "error" })
            scrape.Value("ccproxy_requests_total", ("method", "POST"), ("endpoint", "/v1/responses"), ("model", "m"), ("status", status), ("service_type", "openai")).ShouldBe(0);
        scrape.Value("ccproxy_tokens_total", ("type", "cache_write"), ("model", "m"), ("service_type", "anthropic")).ShouldBe(0);
        scrape.Value("ccproxy_cost_usd_total", ("model", "m"), ("cost_type", "output"), ("service_type", "anthropic")).ShouldBe(0);
        scrape.Value("ccproxy_errors_total", ("error_type", "provider_timeout"), ("endpoint", "/v1/messages"), ("model", "m"), ("service_type", "anthropic")).ShouldBe(0);
    }

    [Theory]
    [InlineData("request")]
    [InlineData("token")]
    [InlineData("cost")]
    [InlineData("error")]
    [InlineData("pool")]
    public async Task CollectSetting_Off_ItsMetricsAreMissingAndTheOthersChange(string off)
    {
        var responses = 0;
        await using var provider = await ScriptedProvider.StartAsync(http => ++responses == 1
            ? ScriptedProvider.Json("""{"usage":{"input_tokens":1000000,"output_tokens":1}}""")(http)
            : AbortAsync(http));
        await using var app = await CcProxyApp.StartAsync(provider.Url, $"collect_{off}_metrics=false");

        (await app.PostAsync("/v1/messages", """{"model":"m"}""")).Dispose();
        (await app.PostAsync("/v1/messages", """{"model":"m"}""")).StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        await app.Hook.EndAsync();
        await app.Hook.EndAsync();

        var scrape = app.Scrape();
        foreach (var name in AllSettings)
            FamiliesOf[name].ShouldAllBe(family => scrape.HasFamily(family) == (name != off));
        if (off != "request")
            app.ScrapeAtRest().Total("ccproxy_requests_total").ShouldBe(2);
        if (off != "token")
            scrape.Total("ccproxy_tokens_total").ShouldBe(1_000_001);
        if (off != "cost")
            scrape.Total("ccproxy_cost_usd_total").ShouldBe(1.00001, 1e-9);
        if (off != "error")
            scrape.Total("ccproxy_errors_total").ShouldBe(1);
        if (off != "pool")
            scrape.Value("ccproxy_pool_acquisitions_total").ShouldBe(2);
    }

    [Fact]
    public async Task Namespace_Changed_IsThePrefixOfAllNames()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1", "namespace=llm");

        var scrape = PrometheusTextParser.Parse(await app.Client.GetStringAsync("/metrics"));

        scrape.Families.ShouldNotContain(f => f.Name.StartsWith("ccproxy_"));
        scrape.HasFamily("llm_requests_total").ShouldBeTrue();
        scrape.HasFamily("llm_pool_acquisition_duration_seconds").ShouldBeTrue();
        scrape.Total("llm_info", ("metrics_enabled", "true")).ShouldBe(1);
        scrape.Value("up", ("job", "llm")).ShouldBe(1);
    }

    [Fact]
    public async Task MetricsEndpoints_On_RespondWithMetricsAndHealth()
    {
        await using var app = await CcProxyApp.StartAsync("http://127.0.0.1:1", "histogram_buckets:0=0.5");

        var scrape = PrometheusTextParser.Parse(await app.Client.GetStringAsync("/metrics"));
        var health = JsonDocument.Parse(await app.Client.GetStringAsync("/metrics/health")).RootElement;

        scrape.Family("ccproxy_response_duration_seconds").Histograms()[0].Buckets.Select(b => b.UpperBound).ShouldBe([0.5, double.PositiveInfinity]);
        health.GetProperty("status").GetString().ShouldBe("healthy");
        health.GetProperty("prometheus_enabled").GetBoolean().ShouldBeTrue();
        health.GetProperty("namespace").GetString().ShouldBe("ccproxy");
    }

    [Theory]
    [InlineData("enabled", false)]
    [InlineData("metrics_endpoint_enabled", true)]
    public async Task MetricsEndpoints_Off_Are404AndTheProxyWorks(string key, bool stillCounts)
    {
        await using var provider = await ScriptedProvider.StartAsync(ScriptedProvider.Json("{}"));
        await using var app = await CcProxyApp.StartAsync(provider.Url, $"{key}=false");

        (await app.Client.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.Client.GetAsync("/metrics/health")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await app.PostAsync("/v1/messages", """{"model":"m"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        app.Scrape().Families.Any(f => f.Name.StartsWith("ccproxy_")).ShouldBe(stillCounts);
    }

    [Fact]
    public async Task Start_InvalidConfiguration_FailsWithAllErrors()
    {
        var exception = await Should.ThrowAsync<OptionsValidationException>(
            () => CcProxyApp.StartAsync(["port=70000", "prot=1", "namespace=a-b"]));

        exception.Failures.Count().ShouldBe(3);
    }

    private static Task AbortAsync(HttpContext http)
    {
        http.Abort();
        return Task.CompletedTask;
    }

    private static bool HasChanged(ParsedExposition scrape, string family) => scrape.HasFamily(family) && scrape.Family(family).Samples.Any(s => s.Value != 0);
}
