using Vernier.Catalog;
using static Vernier.AspNetCore.Requests.HttpRequestCatalog;
using static Vernier.Runtime.ProcessCatalog;
using static Vernier.Runtime.RuntimeCatalog;

namespace Vernier.AspNetCore.Requests;

/// <summary>The dashboard of every service with <c>AddVernier</c>: requests, process and runtime.</summary>
internal static class ServiceDashboard
{
    private const string NowRow = "Now";
    private const string RequestsRow = "Requests";
    private const string ProcessRow = "Process";
    private const string RuntimeRow = ".NET";

    private static readonly LabelDefinition Route = Duration.Label(nameof(HttpRequestLabels.Route));
    private static readonly LabelDefinition StatusCode = Duration.Label(nameof(HttpRequestLabels.StatusCode));

    public static DashboardDefinition Dashboard { get; } = new("Services", "vernier-services")
    {
        Description = "Requests, process and runtime of all services that use Vernier.",
        Tags = ["aspnetcore", "dotnet", "vernier"],
        Variables = [Route],
        Panels = [.. Now, .. RequestPanels, .. ProcessPanels, .. RuntimePanels],
    };

    private static IReadOnlyList<PanelDefinition> Now =>
    [
        new("Requests per second", [new($"sum(rate({Duration:count}[$__rate_interval]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "reqps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = NowRow,
            Description = "How busy are the services?",
        },
        new("Failed requests",
            [new($"sum(rate({Duration:count}{{{StatusCode}=~\"5..\"}}[$__rate_interval])) / (sum(rate({Duration:count}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)],
            Width = 6,
            Row = NowRow,
            Description = "Which share of the requests has status 500 or higher?",
        },
        new("Requests in progress", [new($"sum({ActiveRequests})")])
        {
            Kind = PanelKind.Stat,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = NowRow,
            Description = "How many requests are in progress, including scrapes?",
        },
        new("Restarts", [new($"sum(changes({StartTime}[$__range]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(1, PanelColor.Yellow)],
            Width = 6,
            Row = NowRow,
            Description = "How often were processes restarted in the selected time range?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> RequestPanels =>
    [
        new("Requests by route", [new($"sum by ({Route}) (rate({Duration:count}[$__rate_interval]))", $"{{{{{Route}}}}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Legend = LegendForm.Table,
            Row = RequestsRow,
            Description = "Which routes are requested? Requests without a matching route have no name.",
        },
        new("Requests by status", [new($"sum by ({StatusCode}) (rate({Duration:count}[$__rate_interval]))", $"{{{{{StatusCode}}}}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Row = RequestsRow,
            Description = "How do requests end? 499 means that the client disconnected.",
        },
        // The comparison removes the NaN of routes without requests.
        new("Duration by route, p95", [new($"histogram_quantile(0.95, sum by ({Route}, le) (rate({Duration:bucket}[$__rate_interval]))) >= 0", $"{{{{{Route}}}}}")])
        {
            Unit = "s",
            Min = 0,
            Row = RequestsRow,
            Description = "Which routes are slow? The largest value shown is 10 s, the highest bucket bound.",
        },
        new("Duration distribution", [new($"sum by (le) (increase({Duration:bucket}[$__rate_interval]))", "{{le}}")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Row = RequestsRow,
            Description = "How are the durations distributed?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ProcessPanels =>
    [
        new("CPU cores", [new($"rate({CpuTime}[$__rate_interval])", "{{job}} {{instance}}")])
        {
            Min = 0,
            Width = 8,
            Row = ProcessRow,
            Description = "How many CPU cores does each process use?",
        },
        new("Memory", [new($"{ResidentMemory}", "{{job}} {{instance}}")])
        {
            Unit = "bytes",
            Min = 0,
            Width = 8,
            Row = ProcessRow,
            Description = "Does the memory of a process keep growing?",
        },
        new("Open files relative to the limit", [new($"{OpenFiles} / {OpenFileLimit}", "{{job}} {{instance}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Width = 8,
            Thresholds = [new(0.8, PanelColor.Red)],
            Row = ProcessRow,
            Description = "Do files or connections leak? At the limit, new connections are rejected.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> RuntimePanels =>
    [
        new("Garbage collection pauses", [new($"rate({GcPauseTime}[$__rate_interval])", "{{job}} {{instance}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Which share of the time is the application paused?",
        },
        new("Allocation rate", [new($"rate({GcAllocated}[$__rate_interval])", "{{job}} {{instance}}")])
        {
            Unit = "Bps",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "How much memory is allocated?",
        },
        new("Heap after the last collection", [new($"sum by (job, instance) ({GcHeapSize})", "{{job}} {{instance}}")])
        {
            Unit = "bytes",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "How much memory is in use?",
        },
        new("Thread pool queue", [new($"{ThreadPoolQueue}", "{{job}} {{instance}}")])
        {
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Is the thread pool starved, for example by blocking calls?",
        },
        new("Thread pool threads", [new($"{ThreadPoolThreads}", "{{job}} {{instance}}")])
        {
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Does the thread pool grow because its threads are blocked?",
        },
        new("Exceptions and lock contentions",
            [
                new($"sum by (job) (rate({Exceptions}[$__rate_interval]))", "{{job}}: exceptions"),
                new($"sum by (job) (rate({LockContentions}[$__rate_interval]))", "{{job}}: lock contentions"),
            ])
        {
            Unit = "ops",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Do exceptions or lock contentions increase?",
        },
    ];
}
