using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.Endpoints;

/// <summary>Callbacks that hang, or that scrape the application that calls them, on Kestrel.</summary>
public class HangingCallbackTests
{
    [Theory]
    [InlineData("/metrics", "text/plain")]
    [InlineData("/metrics", "application/openmetrics-text")]
    [InlineData("/metrics?name[]=own_scrape", "text/plain")]
    [InlineData("/metrics?name[]=other", "text/plain")]
    public async Task Get_CallbackScrapesItsOwnApplication_BothScrapesEnd(string path, string accept)
    {
        using var own = new HttpClient();
        var inner = HttpStatusCode.Unused;
        await using var app = await StartAsync(TimeSpan.FromSeconds(0.3), a => () =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(a.Urls.First()), path));
            request.Headers.TryAddWithoutValidation("Accept", accept);
            using var response = own.Send(request);
            inner = response.StatusCode;
            return 1;
        });
        for (var i = 0; i < 2; i++)
        {
            using var outer = await app.GetAsync("/metrics");
            outer.StatusCode.ShouldBe(HttpStatusCode.OK);
            PrometheusTextParser.Parse(await outer.Content.ReadAsByteArrayAsync()).Value("other").ShouldBe(5);
            await Waiting.UntilAsync(() => inner == HttpStatusCode.OK, "the inner scrape has a response");
        }
    }

    [Fact]
    public async Task Get_NamesOfOthersWhileACallbackHangs_RespondsAtOnce()
    {
        using var release = new ManualResetEventSlim();
        using var entered = new SemaphoreSlim(0);
        await using var app = await StartAsync(TimeSpan.FromHours(1), _ => () =>
        {
            entered.Release();
            release.Wait(TestTimeouts.Default);
            return 1;
        });
        var all = app.GetAsync("/metrics");
        await entered.WaitAsync().WithTimeout();
        using (var some = await app.GetAsync("/metrics?name[]=other"))
            (await some.Content.ReadAsStringAsync()).ShouldContain("\nother 5\n");
        all.IsCompleted.ShouldBeFalse();
        release.Set();
        using var response = await all;
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Get_CallbackHangs_RespondsWithoutItsMetricsAndLogsOnce()
    {
        using var release = new ManualResetEventSlim();
        await using var app = await StartAsync(TimeSpan.FromSeconds(0.2), _ => () =>
        {
            release.Wait(TestTimeouts.Default);
            return 1;
        });
        for (var i = 0; i < 3; i++)
        {
            using var response = await app.GetAsync("/metrics");
            var scrape = PrometheusTextParser.Parse(await response.Content.ReadAsByteArrayAsync());
            scrape.Value("other").ShouldBe(5);
            scrape.HasFamily("own_scrape").ShouldBeFalse();
        }
        app.Log.Of("Vernier").ShouldHaveSingleItem().ShouldContain("The callback 'own_scrape' has not returned within 00:00:00.2000000,");
        release.Set();
        await Waiting.UntilAsync(async () => (await app.Client.GetStringAsync("/metrics")).Contains("own_scrape 1\n"), "the callback works again");
    }

    private static Task<TestApp> StartAsync(TimeSpan callbackTimeout, Func<WebApplication, Func<double>> callback) => TestApp.StartOnKestrelAsync(
        app =>
        {
            app.MapMetrics();
            var registry = app.Services.GetRequiredService<MetricRegistry>();
            registry.GaugeCallback("own_scrape", "Hangs, or scrapes the application.", callback(app));
            registry.GaugeCallback("other", "Another callback.", () => 5);
        },
        services => services.Configure<VernierOptions>(options => options.CallbackTimeout = callbackTimeout));
}
