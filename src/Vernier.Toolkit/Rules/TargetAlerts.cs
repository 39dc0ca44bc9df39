using Vernier.Catalog;

namespace Vernier.Toolkit.Rules;

/// <summary>The alert for targets that cannot be scraped, which applies to every system.</summary>
internal static class TargetAlerts
{
    public static MetricCatalog Catalog { get; } = new("targets", "Targets")
    {
        Metrics = [],
        Alerts =
        [
            new("TargetDown", $"up == 0")
            {
                For = TimeSpan.FromMinutes(2),
                Severity = AlertSeverity.Critical,
                Summary = "{{ $labels.job }} on {{ $labels.instance }} is down",
                Description = "Prometheus has failed to scrape {{ $labels.job }} on {{ $labels.instance }} for 2 minutes. Other alerts for this target may not fire.",
                Runbook = "docs/toolkit.md#targetdown",
                Tests =
                [
                    new("One of two instances is down", 1, Up("a", "1x5 0x30"), Up("b", "1x35")),
                    new("Both instances are up", 0, Up("a", "1x35"), Up("b", "1x35")),
                    new("One instance missed a single scrape", 0, Up("a", "1x25 0 1x20")) { After = TimeSpan.FromMinutes(26) },
                ],
            },
        ],
    };

    private static TestSeries Up(string instance, string values) => new($"up{{job=\"app\",instance=\"{instance}\"}}", values);
}
