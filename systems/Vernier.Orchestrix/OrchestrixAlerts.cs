using Vernier.Catalog;
using Vernier.Orchestrix.Labels;
using static Vernier.Orchestrix.OrchestrixCatalog;

namespace Vernier.Orchestrix;

/// <summary>The alerts: the document's two, the second one corrected, and what else wakes an operator; the objectives; and what is to be said of the document's queries.</summary>
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
            Description = "{{ $labels.type }} of {{ $labels.handler }}{{ $labels.aggregate }} happens {{ printf \"%.2f\" $value }} times a second.",
            Runbook = $"{Runbook}#higherrorrate",
            Tests =
            [
                new("One of two handlers fails six times a minute", 1, HandlerErrors("pack", "0+6x60"), HandlerErrors("ship", "0x60")),
                new("Both fail twice a minute, which is below the threshold", 0, HandlerErrors("pack", "0+2x60"), HandlerErrors("ship", "0+2x60")),
                new("It failed for four minutes only", 0, HandlerErrors("pack", "0+6x4 24x56")),
            ],
        },
        new("SlowHandlers", SlowHandlers)
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Handler latency p95 > 1s",
            Description = "Five per cent of the calls of {{ $labels.handler }} take longer than {{ $value | humanizeDuration }}.",
            Runbook = $"{Runbook}#slowhandlers",
            Tests =
            [
                new("One call in ten takes up to five seconds", 1, Calls("1.0", "0+9x60"), Calls("5.0", "0+10x60"), Calls("+Inf", "0+10x60")),
                new("One call in fifty does", 0, Calls("1.0", "0+49x60"), Calls("5.0", "0+50x60"), Calls("+Inf", "0+50x60")),
            ],
        },
        new("StoreUnavailable", $"sum by (job) (increase({Errors}{{{ErrorType}=\"store_error\"}}[2m])) > 0")
        {
            For = TimeSpan.FromMinutes(2),
            Severity = AlertSeverity.Critical,
            Summary = "The event store is not available",
            Description = "{{ printf \"%.0f\" $value }} operations of the event store failed in two minutes; what they were part of was answered with 503.",
            Runbook = $"{Runbook}#storeunavailable",
            Tests =
            [
                new("The store fails ten times a minute", 1, StoreErrors("0+10x60")),
                new("It has never failed", 0, StoreErrors("0x60")),
                new("It failed twenty minutes ago", 0, StoreErrors("0x5 10x60")),
                new("One operation failed three minutes ago", 0, StoreErrors("0x10 1x60")) { After = TimeSpan.FromMinutes(14) },
            ],
        },
        new("SlowEventStore", $"histogram_quantile(0.95, sum by (job, {Operation}, le) (rate({StoreDuration:bucket}[5m]))) > 0.5")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Warning,
            Summary = "Event store latency p95 > 0.5s",
            Description = "Five per cent of the operations {{ $labels.operation }} take longer than {{ $value | humanizeDuration }}. Look at PostgreSQL first.",
            Runbook = $"{Runbook}#sloweventstore",
            Tests =
            [
                new("One save in five takes up to a second", 1, Saves("0.5", "0+8x60"), Saves("1.0", "0+10x60"), Saves("+Inf", "0+10x60")),
                new("All saves are fast", 0, Saves("0.5", "0+10x60"), Saves("1.0", "0+10x60"), Saves("+Inf", "0+10x60")),
            ],
        },
        new("HandlerHangs", $"{ActiveHandlers} > 0 and increase({HandlerDuration:count}[10m]) == 0")
        {
            For = TimeSpan.FromMinutes(10),
            Severity = AlertSeverity.Critical,
            Summary = "The handler {{ $labels.handler }} hangs",
            Description = "{{ $value }} calls of {{ $labels.handler }} are in progress on {{ $labels.instance }}, and none has ended in ten minutes.",
            Runbook = $"{Runbook}#handlerhangs",
            Tests =
            [
                new("Three calls never end", 1, Active("3x60"), Ended("7x60")),
                new("Three calls are always in progress, and others end", 0, Active("3x60"), Ended("0+1x60")),
                new("They hang on one of two instances", 1, Active("3x60"), Ended("7x60"), Active("3x60", "b"), Ended("0+1x60", "b")),
                new("Nothing happens", 0, Active("0x60"), Ended("7x60")),
            ],
        },
    ];

    public static IReadOnlyList<SloDefinition> Objectives { get; } =
    [
        SloDefinition.Latency("orchestrix-handler-latency", 0.99, HandlerDuration, 0.5,
            "99% of the handlers' calls take half a second at most.", $"{Runbook}#objectives"),
        new("orchestrix-store-availability", 0.999)
        {
            Description = "99.9% of the event store's operations find the store available.",
            Total = $"{StoreOperations}",
            Bad = $"{Errors}{{{ErrorType}=\"store_error\"}}",
            Runbook = $"{Runbook}#objectives",
        },
    ];

    public static IReadOnlyList<DocumentedQuery> Documented { get; } =
    [
        new("Q46", "HighErrorRate", "rate(orchestrix_errors_total[5m]) > 0.05")
        {
            Verdict = QueryVerdict.WorksWithCaveat,
            Reason = "Errors a second of each series, not a share of the messages: it fires at three errors a minute, however much traffic there is.",
        },
        new("Q47", "SlowHandlers", "histogram_quantile(0.95, orchestrix_handler_duration_seconds) > 1.0")
        {
            Verdict = QueryVerdict.Broken,
            Reason = "A histogram has no series of its bare name: the query returns nothing, and the alert never fires. It has to read the buckets, as a rate, kept apart by le.",
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
