using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vernier.AspNetCore.HealthChecks;

/// <summary>Records the reports of the health check publisher service, every 30 seconds by default.</summary>
internal sealed class HealthCheckRecorder(MetricRegistry registry) : IHealthCheckPublisher
{
    private readonly GaugeFamily<HealthCheckLabels> _status = registry.Gauge(HealthCheckCatalog.Status);
    private readonly GaugeFamily<HealthCheckLabels> _duration = registry.Gauge(HealthCheckCatalog.Duration);

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach ((var name, var entry) in report.Entries)
        {
            var labels = new HealthCheckLabels(name);
            _status.With(labels).Set(entry.Status switch
            {
                HealthStatus.Healthy => 1,
                HealthStatus.Degraded => 0.5,
                _ => 0,
            });
            _duration.With(labels).Set(entry.Duration.TotalSeconds);
        }
        return Task.CompletedTask;
    }
}
