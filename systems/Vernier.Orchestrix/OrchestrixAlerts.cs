using Vernier.Catalog;
using static Vernier.Orchestrix.OrchestrixDefinitions;

namespace Vernier.Orchestrix;

/// <summary>The alerts and objectives of Orchestrix, and the verdicts on the two queries of its reference page.</summary>
internal static class OrchestrixAlerts
{
    private const string Runbook = "docs/runbooks/orchestrix.md";

    private static readonly LabelDefinition Handler = HandlerDuration.Label(nameof(HandlerLabels.Handler));
    private static readonly LabelDefinition Operation = StoreDuration.Label(nameof(StoreDurationLabels.Operation));
    private static readonly LabelDefinition ErrorType = Errors.Label(nameof(ErrorLabels.Type));

    public static IReadOnlyList<AlertDefinition> Alerts { get; } =
    [
        new("HighErrorRate", $"rate({Errors}[5m]) > 0.05")
        {
            For = TimeSpan.FromMinutes(5),
            Severity = AlertSeverity.Warning,
            Summary = "High error rate detected",
            Description = "{{ $labels.type }} of {{ $labels.handler }}{{ $labels.aggregate }} occurs {{ printf \"%.2f\" $value }} times per second.",
            Runbook = $"{Runbook}#higherrorrate",
            Tests =
            [
                new("One of two handlers fails six times per minute", 1, HandlerErrors("pack", "0+6x60"), HandlerErrors("ship", "0x60")),
                new("Both handlers fail twice per minute, below the threshold", 0, HandlerErrors("pack", "0+2x60"), HandlerErrors("ship", "0+2x60")),
                new("The handler fails for only four minutes", 0, HandlerErrors("pack", "0+6x4 24x56")),
            ],
        },
        new("SlowHandlers", SlowHandlers)
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Handler latency p95 > 1s",
            Description = "5% of the calls of {{ $labels.handler }} take longer than {{ $value | humanizeDuration }}.",
            Runbook = $"{Runbook}#slowhandlers",
            Tests =
            [
                new("One in ten calls takes up to five seconds", 1, Calls("1.0", "0+9x60"), Calls("5.0", "0+10x60"), Calls("+Inf", "0+10x60")),
                new("One in fifty calls takes up to five seconds", 0, Calls("1.0", "0+49x60"), Calls("5.0", "0+50x60"), Calls("+Inf", "0+50x60")),
            ],
        },
        new("StoreUnavailable", $"sum by (job) (increase({Errors}{{{ErrorType}=\"store_error\"}}[2m])) > 0")
        {
            For = TimeSpan.FromMinutes(2),
            Severity = AlertSeverity.Critical,
            Summary = "The event store is unavailable",
            Description = "{{ printf \"%.0f\" $value }} operations of the event store failed within two minutes. The requests got 503.",
            Runbook = $"{Runbook}#storeunavailable",
            Tests =
            [
                new("The store fails ten times per minute", 1, StoreErrors("0+10x60")),
                new("The store never fails", 0, StoreErrors("0x60")),
                new("The store failed twenty minutes ago", 0, StoreErrors("0x5 10x60")),
                new("One operation failed three minutes ago", 0, StoreErrors("0x10 1x60")) { After = TimeSpan.FromMinutes(14) },
            ],
        },
        new("SlowEventStore", $"histogram_quantile(0.95, sum by (job, {Operation}, le) (rate({StoreDuration:bucket}[5m]))) > 0.5")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Event store latency p95 > 0.5s",
            Description = "5% of the {{ $labels.operation }} operations take longer than {{ $value | humanizeDuration }}. Check PostgreSQL first.",
            Runbook = $"{Runbook}#sloweventstore",
            Tests =
            [
                new("One in five saves takes up to a second", 1, Saves("0.5", "0+8x60"), Saves("1.0", "0+10x60"), Saves("+Inf", "0+10x60")),
                new("All saves are fast", 0, Saves("0.5", "0+10x60"), Saves("1.0", "0+10x60"), Saves("+Inf", "0+10x60")),
            ],
        },
        new("HandlerHangs", $"{ActiveHandlers} > 0 and increase({HandlerDuration:count}[10m]) == 0")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Critical,
            Summary = "Handler {{ $labels.handler }} hangs",
            Description = "{{ $value }} calls of {{ $labels.handler }} are in progress on {{ $labels.instance }}, and none has finished within ten minutes.",
            Runbook = $"{Runbook}#handlerhangs",
            Tests =
            [
                new("Three calls never end", 1, Active("3x60"), Ended("7x60")),
                new("Three calls are always in progress while others finish", 0, Active("3x60"), Ended("0+1x60")),
                new("Calls hang on one of two instances", 1, Active("3x60"), Ended("7x60"), Active("3x60", "b"), Ended("0+1x60", "b")),
                new("The handler is idle", 0, Active("0x60"), Ended("7x60")),
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        SloDefinition.Latency("orchestrix-handler-latency", 0.99, HandlerDuration, 0.5,
            "99% of the handler calls take at most half a second.", $"{Runbook}#objectives"),
        new("orchestrix-store-availability", 0.999)
        {
            Description = "99.9% of the event store operations find the store available.",
            Total = $"{StoreOperations}",
            Bad = $"{Errors}{{{ErrorType}=\"store_error\"}}",
            Runbook = $"{Runbook}#objectives",
        },
    ];

    public static IReadOnlyList<DocumentedQuery> DocumentedQueries { get; } =
    [
        new("Q46", "HighErrorRate", "rate(orchestrix_errors_total[5m]) > 0.05")
        {
            Verdict = QueryVerdict.WorksWithCaveat,
            Reason = "The rate of each series is absolute, not a share of the messages: the alert fires at three errors per minute regardless of traffic.",
        },
        new("Q47", "SlowHandlers", "histogram_quantile(0.95, orchestrix_handler_duration_seconds) > 1.0")
        {
            Verdict = QueryVerdict.Broken,
            Reason = "A histogram exposes no series with its bare name, so the query returns nothing and the alert never fires. It must read the rate of the buckets, grouped by le.",
            Instead = SlowHandlers,
        },
    ];

    private static PromQLExpression SlowHandlers => $"histogram_quantile(0.95, sum by ({Handler}, le) (rate({HandlerDuration:bucket}[5m]))) > 1";

    private static TestSeries HandlerErrors(string handler, string values) => new($"{Errors}{{{ErrorType}=\"handler_error\",{Handler}=\"{handler}\"}}", values);

    private static TestSeries StoreErrors(string values) => new($"{Errors}{{{ErrorType}=\"store_error\",aggregate=\"order\",job=\"orchestrix\"}}", values);

    private static TestSeries Calls(string bound, string values) => new($"{HandlerDuration:bucket}{{{Handler}=\"pack\",le=\"{bound}\"}}", values);

    private static TestSeries Saves(string bound, string values) => new($"{StoreDuration:bucket}{{{Operation}=\"save\",le=\"{bound}\"}}", values);

    private static TestSeries Active(string values, string instance = "a") => new($"{ActiveHandlers}{{{Handler}=\"pack\",instance=\"{instance}\"}}", values);

    private static TestSeries Ended(string values, string instance = "a") => new($"{HandlerDuration:count}{{{Handler}=\"pack\",instance=\"{instance}\"}}", values);
}
