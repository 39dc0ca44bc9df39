using Vernier.Catalog;
using static Vernier.AspNetCore.Requests.HttpRequestCatalog;
using static Vernier.Runtime.ProcessCatalog;
using static Vernier.Runtime.RuntimeCatalog;

namespace Vernier.AspNetCore.Requests;

/// <summary>What every service has with <c>AddVernier</c>: its requests, its process and the runtime beneath it.</summary>
internal static class ServiceDashboard
{
    private const string NowRow = "Now";
    private const string RequestsRow = "Requests";
    private const string ProcessRow = "Process";
    private const string RuntimeRow = ".NET";

    private static readonly LabelDefinition Route = Ended.Label(nameof(HttpRequestLabels.Route));
    private static readonly LabelDefinition StatusCode = Ended.Label(nameof(HttpRequestLabels.StatusCode));

    // Requests alone would be the namespace.
    private static CounterDefinition<HttpRequestLabels> Ended => HttpRequestCatalog.Requests;

    public static DashboardDefinition Dashboard { get; } = new("Services", "vernier-services")
    {
        Description = "Requests, process and runtime of all services that are measured with Vernier.",
        Tags = ["aspnetcore", "dotnet", "vernier"],
        Variables = [Route],
        Panels = [.. Now, .. RequestPanels, .. ProcessPanels, .. RuntimePanels],
    };

    private static IReadOnlyList<PanelDefinition> Now =>
    [
        new("Requests per second", [new($"sum(rate({Ended}[$__rate_interval]))")])
        {
            Kind = PanelKind.Stat,
            Unit = "reqps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = NowRow,
            Description = "How busy are the services?",
        },
        new("Failing requests",
            [new($"sum(rate({Ended}{{{StatusCode}=~\"5..\"}}[$__rate_interval])) / (sum(rate({Ended}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = [new(0.01, PanelColor.Yellow), new(0.05, PanelColor.Red)],
            Width = 6,
            Row = NowRow,
            Description = "Which share of the requests ends with 500 or more?",
        },
        new("Requests in progress", [new($"sum({InProgress})")])
        {
            Kind = PanelKind.Stat,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = NowRow,
            Description = "How many callers wait? The scrapes themselves are among them.",
        },
        new("Restarts", [new($"sum(changes({StartTime}[$__range]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(1, PanelColor.Yellow)],
            Width = 6,
            Row = NowRow,
            Description = "Did a process start anew in this time?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> RequestPanels =>
    [
        new("Requests by route", [new($"sum by ({Route}) (rate({Ended}[$__rate_interval]))", "{{route}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Legend = LegendForm.Table,
            Row = RequestsRow,
            Description = "Which routes are asked? The one without a name is none: nothing matched.",
        },
        new("Requests by status", [new($"sum by ({StatusCode}) (rate({Ended}[$__rate_interval]))", "{{status_code}}")])
        {
            Unit = "reqps",
            Min = 0,
            Stacked = true,
            Row = RequestsRow,
            Description = "How do they end? 499: the caller went away.",
        },
        new("Duration by route, p95", [new($"histogram_quantile(0.95, sum by ({Route}, le) (rate({Duration:bucket}[$__rate_interval])))", "{{route}}")])
        {
            Unit = "s",
            Min = 0,
            Row = RequestsRow,
            Description = "Which routes are slow? Ten seconds mean ten or more.",
        },
        new("Durations", [new($"sum by (le) (increase({Duration:bucket}[$__rate_interval]))", "{{le}}")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Row = RequestsRow,
            Description = "Are there two kinds of requests, quick ones and slow ones?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ProcessPanels =>
    [
        new("Processor cores", [new($"rate({CpuTime}[$__rate_interval])", "{{job}} {{instance}}")])
        {
            Min = 0,
            Width = 8,
            Row = ProcessRow,
            Description = "How many cores does each process keep busy?",
        },
        new("Memory", [new($"{ResidentMemory}", "{{job}} {{instance}}")])
        {
            Unit = "bytes",
            Min = 0,
            Width = 8,
            Row = ProcessRow,
            Description = "Does the memory of a process grow without end?",
        },
        new("Open files, share of the limit", [new($"{OpenFiles} / {OpenFileLimit}", "{{job}} {{instance}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Width = 8,
            Thresholds = [new(0.8, PanelColor.Red)],
            Row = ProcessRow,
            Description = "Do files and connections leak? At the limit no connection is accepted any more.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> RuntimePanels =>
    [
        new("Pauses of the garbage collector", [new($"rate({GcPauseTime}[$__rate_interval])", "{{job}} {{instance}}")])
        {
            Unit = "percentunit",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Which share of the time does the application stand still?",
        },
        new("Allocation", [new($"rate({GcAllocated}[$__rate_interval])", "{{job}} {{instance}}")])
        {
            Unit = "Bps",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "How much garbage is made?",
        },
        new("Heap after the last collection", [new($"sum by (job, instance) ({GcHeapSize})", "{{job}} {{instance}}")])
        {
            Unit = "bytes",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "How much is kept alive?",
        },
        new("Work that waits for a thread", [new($"{ThreadPoolQueue}", "{{job}} {{instance}}")])
        {
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Is the thread pool starved, for example by calls that block?",
        },
        new("Threads of the pool", [new($"{ThreadPoolThreads}", "{{job}} {{instance}}")])
        {
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Does the pool grow because its threads are blocked?",
        },
        new("Exceptions and waits for locks",
            [
                new($"sum by (job) (rate({Exceptions}[$__rate_interval]))", "{{job}}: exceptions"),
                new($"sum by (job) (rate({LockContentions}[$__rate_interval]))", "{{job}}: waits for a lock"),
            ])
        {
            Unit = "ops",
            Min = 0,
            Width = 8,
            Row = RuntimeRow,
            Description = "Is there more wrong, or more waiting, than usual?",
        },
    ];
}
