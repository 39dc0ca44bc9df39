using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vernier.AspNetCore.HealthChecks;
using Vernier.AspNetCore.Tests.Support;
using Vernier.Testing;
using Vernier.Testing.Parsing;

namespace Vernier.AspNetCore.Tests.HealthChecks;

public class HealthCheckForwardingTests
{
    [Theory]
    [InlineData(HealthStatus.Healthy, 1)]
    [InlineData(HealthStatus.Degraded, 0.5)]
    [InlineData(HealthStatus.Unhealthy, 0)]
    public async Task Publish_Report_SetsStatusAndDurationOfEachCheck(HealthStatus status, double value)
    {
        var registry = new MetricRegistry();
        var recorder = new HealthCheckRecorder(registry);
        await recorder.PublishAsync(Report(HealthStatus.Healthy), default);
        await recorder.PublishAsync(Report(status), default);

        var read = PrometheusTextParser.Parse(registry.ToText());
        read.Value("health_check_status", ("name", "database")).ShouldBe(value);
        read.Value("health_check_duration_seconds", ("name", "database")).ShouldBe(0.25);
    }

    [Fact]
    public async Task ForwardToVernier_InAnApplication_ExposesItsChecks()
    {
        await using var app = await TestApp.StartAsync(
            a => a.MapMetrics(),
            services => services.AddHealthChecks().AddCheck("queue", () => HealthCheckResult.Degraded()).ForwardToVernier());
        var report = await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        await app.Services.GetServices<IHealthCheckPublisher>().ShouldHaveSingleItem().PublishAsync(report, default);
        PrometheusTextParser.Parse(await app.Client.GetByteArrayAsync("/metrics")).Value("health_check_status", ("name", "queue")).ShouldBe(0.5);
    }

    private static HealthReport Report(HealthStatus status) => new(
        new Dictionary<string, HealthReportEntry> { ["database"] = new(status, null, TimeSpan.FromSeconds(0.25), null, null) },
        TimeSpan.FromSeconds(0.25));
}
