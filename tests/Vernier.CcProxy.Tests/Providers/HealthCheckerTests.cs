using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vernier.CcProxy.Providers;

namespace Vernier.CcProxy.Tests.Providers;

public class HealthCheckerTests
{
    [Fact]
    public async Task CheckAll_ProviderIsHealthyThenFailsThenUnreachable_CountsFailures()
    {
        var status = 404;
        string? method = null;
        var provider = await ScriptedProvider.StartAsync(http =>
        {
            method = http.Request.Method;
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        await using var app = await CcProxyApp.StartAsync(provider.Url);
        var checker = app.Services.GetServices<IHostedService>().OfType<HealthChecker>().Single();

        await checker.CheckAllAsync(CancellationToken.None);
        method.ShouldBe("HEAD");
        Failures(app).ShouldBe(0);
        status = 503;
        await checker.CheckAllAsync(CancellationToken.None);
        Failures(app).ShouldBe(2);
        await provider.DisposeAsync();
        await checker.CheckAllAsync(CancellationToken.None);
        Failures(app).ShouldBe(4);

        app.Scrape().Value("ccproxy_pool_acquisitions_total").ShouldBe(6);
        app.Scrape().Value("ccproxy_pool_releases_total").ShouldBe(6);
    }

    private static double Failures(CcProxyApp app) => app.Scrape().Value("ccproxy_pool_health_check_failures_total");
}
