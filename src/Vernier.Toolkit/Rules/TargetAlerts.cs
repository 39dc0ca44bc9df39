using Vernier.Catalog;

namespace Vernier.Toolkit.Rules;

/// <summary>What no system can say of itself: that it does not answer.</summary>
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
                Summary = "{{ $labels.job }} on {{ $labels.instance }} does not answer",
                Description = "Prometheus has got no metrics of {{ $labels.job }} from {{ $labels.instance }} for two minutes. Other alerts of it may be blind.",
                Runbook = "docs/toolkit.md#targetdown",
                Tests =
                [
                    new("One of two instances does not answer", 1, Up("a", "1x5 0x30"), Up("b", "1x35")),
                    new("Both answer", 0, Up("a", "1x35"), Up("b", "1x35")),
                    new("One missed a scrape", 0, Up("a", "1x25 0 1x20")) { After = TimeSpan.FromMinutes(26) },
                ],
            },
        ],
    };

    private static TestSeries Up(string instance, string values) => new($"up{{job=\"app\",instance=\"{instance}\"}}", values);
}
