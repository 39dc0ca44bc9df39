using Vernier.Catalog;

namespace Vernier.Toolkit.Tests;

/// <summary>A small catalog with every kind of panel, rules, and objectives.</summary>
internal static class SampleCatalog
{
    public static readonly CounterDefinition<SampleLabels> Requests = new("app_requests_total", "Requests.") { Category = "HTTP", Recorded = "When one ends." };

    public static readonly HistogramDefinition Duration =
        new("app_duration_seconds", "Time of a request") { Unit = "seconds", Buckets = [0.1, 1], Exemplars = true, Category = "HTTP" };

    public static readonly GaugeDefinition State = new("app_state", "State.");

    public static readonly SummaryDefinition Size = new("app_size_bytes", "Sizes.") { Unit = "bytes", Quantiles = [0.5], Labels = [new("kind") { MaxValues = 5, Description = "Of | which kind." }] };

    public static readonly StateSetDefinition Mode = new("app_mode", "Mode.") { States = ["on", "off"] };

    public static PromQLExpression RequestRate => $"sum by ({Requests.Label("method")}) (rate({Requests}[$__rate_interval]))";

    public static MetricCatalog Catalog { get; } = new("app", "App")
    {
        Metrics = [Requests, Duration, State, Size, Mode],
        Scrape = new("app", "app-host", 9000) { Path = "/m", Interval = TimeSpan.FromSeconds(30) },
        Dashboards =
        [
            Dashboard(
                new("Rate", [new(RequestRate, "{{method}}")]) { Stacked = true, Legend = LegendForm.Table, Thresholds = [new(5, PanelColor.Red)] },
                new("Now", [new($"sum({Requests})")]) { Kind = PanelKind.Stat, Row = "Numbers", Min = 0, Max = 10, Decimals = 1, Unit = "ops" },
                new("Dial", [new($"{State}")]) { Kind = PanelKind.Gauge, Row = "Numbers" },
                new("Bars", [new($"{Requests}")]) { Kind = PanelKind.Bar, Row = "Numbers" },
                new("Shares", [new($"{Requests}")]) { Kind = PanelKind.Pie, Row = "Numbers" },
                new("Figures", [new($"{Requests}", "all"), new($"{Size:count}", "sizes")]) { Kind = PanelKind.Table, Row = "Figures" },
                new("Buckets", [new($"sum by (le) (rate({Duration:bucket}[$__rate_interval]))")]) { Kind = PanelKind.Heatmap, Row = "Figures" },
                new("States", [new($"{State}", "app")])
                {
                    Kind = PanelKind.StateTimeline,
                    Row = "Figures",
                    Mappings = [new(0, "closed", PanelColor.Green), new(1, "open", PanelColor.Red)],
                }),
        ],
        RecordingRules = [new("job:app_requests:rate5m", $"sum by (job) (rate({Requests}[5m]))") { Description = "Requests a second." }],
        Alerts =
        [
            new("AppDown", $"{State} == 0")
            {
                For = TimeSpan.FromSeconds(90),
                Severity = AlertSeverity.Critical,
                Summary = "It's down",
                Description = "{{ $labels.instance }}: \"down\"",
                Runbook = "docs/app.md#appdown",
                Labels = [new("team", "a")],
                Tests = [new("It is", 1, new TestSeries($"{State}{{job=\"app\"}}", "0x60")) { After = TimeSpan.FromMinutes(10) }],
            },
        ],
        Objectives =
        [
            SloDefinition.Latency("app-latency", 0.99, Duration, 1, "Fast.", "docs/app.md#slo") with { Window = TimeSpan.FromDays(7) },
            new("app-success", 0.999)
            {
                Description = "Good.",
                Runbook = "docs/app.md#slo",
                Total = $"{Requests}",
                Bad = $"{Requests}{{method=\"post\"}}",
            },
        ],
        DocumentedQueries = [new("Q1", "Down", "app_state == 0") { Verdict = QueryVerdict.Works, Reason = "It does.", Instead = $"{State} < 1" }],
    };

    public static MetricCatalog With(params PanelDefinition[] panels) => Catalog with { Dashboards = [Dashboard(panels)], Objectives = [] };

    private static DashboardDefinition Dashboard(params PanelDefinition[] panels) =>
        new("App", "app-main") { Variables = [Requests.Label("method")], Panels = panels, Tags = ["app"], Refresh = TimeSpan.FromMinutes(1) };
}
