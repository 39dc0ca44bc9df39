using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Endpoints;

public class MapMetricsTests
{
    [Fact]
    public async Task MapMetrics_OtherPattern_IsServedOnlyThere()
    {
        await using var app = await TestApp.StartAsync(a => a.MapMetrics("/internal/prometheus"));
        (await app.GetAsync("/internal/prometheus")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("http://metrics.test/metrics", HttpStatusCode.OK)]
    [InlineData("http://shop.test/metrics", HttpStatusCode.NotFound)]
    public async Task MapMetrics_RequireHost_RespondsToThatHostOnly(string url, HttpStatusCode status)
    {
        await using var app = await TestApp.StartAsync(a => a.MapMetrics().RequireHost("metrics.test"));
        (await app.GetAsync(url)).StatusCode.ShouldBe(status);
    }

    [Theory]
    [InlineData("text/csv", "text/csv; header=present; schema=1; charset=utf-8")]
    [InlineData("text/csv;schema=2", "text/plain; version=0.0.4; charset=utf-8")]
    [InlineData("*/*", "text/plain; version=0.0.4; charset=utf-8")]
    public async Task MapMetrics_AddedFormat_IsNegotiated(string accept, string contentType)
    {
        await using var app = await TestApp.StartAsync(a => a.MapMetrics(), services => services.AddVernier(options => options.Formats.Add(CsvFormat.Instance)));
        app.Registry.Counter("jobs_total", "Jobs.").Inc(3);
        using var response = await app.GetAsync("/metrics", ("Accept", accept));
        response.Content.Headers.ContentType!.ToString().ShouldBe(contentType);
        var jobs = contentType.StartsWith("text/csv", StringComparison.Ordinal) ? "\njobs_total,3\n" : "\njobs_total 3\n";
        (await response.Content.ReadAsStringAsync()).ShouldContain(jobs);
    }

    [Fact]
    public async Task MapMetrics_RequireAuthorization_RejectsOthers()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapMetrics().RequireAuthorization(),
            services => services.AddAuthorization().AddAuthentication("token").AddBearerToken("token"));
        using var response = await app.GetAsync("/metrics");
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await response.Content.ReadAsStringAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task MapMetrics_OtherRegistry_ExposesThatRegistry()
    {
        var other = new MetricRegistry();
        other.Counter("other_total", "Other.").Inc();
        await using var app = await TestApp.StartAsync(a =>
        {
            a.MapMetrics();
            a.MapMetrics("/other", other);
        });
        PrometheusTextParser.Parse(await app.Client.GetByteArrayAsync("/metrics")).HasFamily("other_total").ShouldBeFalse();
        PrometheusTextParser.Parse(await app.Client.GetByteArrayAsync("/other")).Value("other_total").ShouldBe(1);
    }

    [Fact]
    public async Task MapMetrics_WithoutAddVernier_ThrowsWithTheFix()
    {
        await using var app = WithoutVernier();
        Should.Throw<InvalidOperationException>(() => app.MapMetrics()).Message.ShouldContain("services.AddVernier()");
    }

    [Fact]
    public async Task MapMetrics_WithoutAddVernierButWithARegistry_Works()
    {
        var registry = new MetricRegistry();
        registry.Counter("other_total", "Other.").Inc();
        await using var app = WithoutVernier();
        app.MapMetrics(registry: registry);
        await app.StartAsync(TestContext.Current.CancellationToken);
        PrometheusTextParser.Parse(await app.GetTestClient().GetByteArrayAsync("/metrics")).Value("other_total").ShouldBe(1);
    }

    [Fact]
    public async Task Get_WithinATrace_CallbacksAreNotPartOfIt()
    {
        using var source = new ActivitySource(nameof(MapMetricsTests));
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        Activity? seen = null;
        Activity? afterwards = null;
        await using var app = await TestApp.StartAsync(a =>
        {
            a.Use(next => async context =>
            {
                using var scrape = source.StartActivity("scrape");
                await next(context);
                afterwards = Activity.Current;
                afterwards.ShouldBe(scrape);
            });
            a.MapMetrics();
            a.Services.GetRequiredService<MetricRegistry>().GaugeCallback(new GaugeDefinition("queue_length", "The queue."), () =>
            {
                seen = Activity.Current;
                return 1;
            });
        });

        PrometheusTextParser.Parse(await app.Client.GetByteArrayAsync("/metrics")).Value("queue_length").ShouldBe(1);
        await app.RequestEndedAsync();
        seen.ShouldBeNull();
        afterwards.ShouldNotBeNull();
    }

    private static WebApplication WithoutVernier()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseTestServer();
        return builder.Build();
    }
}
