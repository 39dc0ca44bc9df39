using Microsoft.Extensions.Hosting;
using Vernier;

namespace Worker;

/// <summary>Simulates the import of one file per second and measures it.</summary>
internal sealed class Imports(MetricRegistry registry) : BackgroundService
{
    private readonly CounterFamily<Outcome> _files = registry.Counter<Outcome>("import_files_total", "Files imported.");
    private readonly Gauge _running = registry.Gauge("import_running", "Imports in progress.");

    private readonly Histogram _duration = registry.Histogram(
        new HistogramDefinition("import_duration_seconds", "Time to import a file.") { Unit = "seconds" });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await everySecond.WaitForNextTickAsync(stoppingToken))
        {
            using (_running.TrackInProgress())
            using (_duration.Time())
            {
                var ok = Random.Shared.Next(10) > 0;
                _files.With(new(ok)).Inc();
            }
        }
    }
}

/// <summary>The outcome of an import.</summary>
internal readonly record struct Outcome(bool Ok);
