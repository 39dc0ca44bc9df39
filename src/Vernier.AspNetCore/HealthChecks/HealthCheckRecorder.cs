using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vernier.Instruments;
using Vernier.Registry;

namespace Vernier.AspNetCore.HealthChecks;

/// <summary>Records the reports of the health checks, which their publisher service makes every 30 seconds unless it is told otherwise.</summary>
internal sealed class HealthCheckRecorder(MetricRegistry registry) : IHealthCheckPublisher
{
    private readonly Gauge<HealthCheckLabels> _status = registry.Gauge(HealthCheckCatalogue.Status);
    private readonly Gauge<HealthCheckLabels> _duration = registry.Gauge(HealthCheckCatalogue.Duration);

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        foreach ((string name, HealthReportEntry entry) in report.Entries)
        {
            var labels = new HealthCheckLabels(name);
            _status.With(in labels).Set(entry.Status switch
            {
                HealthStatus.Healthy => 1,
                HealthStatus.Degraded => 0.5,
                _ => 0,
            });
            _duration.With(in labels).Set(entry.Duration.TotalSeconds);
        }
        return Task.CompletedTask;
    }
}
