using Vernier.Catalogue;
using Vernier.Systems.Orchestrix.Labels;

namespace Vernier.Systems.Orchestrix;

/// <summary>What Orchestrix measures, shows and warns of.</summary>
public static class OrchestrixCatalogue
{
    internal static readonly CounterDefinition<MessageLabels> Messages =
        new("orchestrix_messages_total", "Total messages published") { Category = "Messages" };

    internal static readonly GaugeDefinition MessagesPerSecond =
        new("orchestrix_messages_per_second", "Messages published per second") { Category = "Messages" };

    internal static readonly HistogramDefinition<HandlerLabels> HandlerDuration =
        new("orchestrix_handler_duration_seconds", "Handler execution time")
        {
            Category = "Handlers",
            Unit = "seconds",
            Buckets = new OrchestrixOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly GaugeDefinition<HandlerLabels> ActiveHandlers =
        new("orchestrix_active_handlers", "Handler calls in progress") { Category = "Handlers" };

    internal static readonly CounterDefinition<StoreOperationLabels> StoreOperations =
        new("orchestrix_store_operations_total", "Event store operations") { Category = "Event store" };

    internal static readonly HistogramDefinition<StoreDurationLabels> StoreDuration =
        new("orchestrix_store_duration_seconds", "Event store operation duration")
        {
            Category = "Event store",
            Unit = "seconds",
            Buckets = new OrchestrixOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("orchestrix_errors_total", "Total errors") { Category = "Errors" };

    private const string Runbook = "docs/runbooks/orchestrix.md";

    private static readonly LabelDefinition MessageType = Messages.Label(nameof(MessageLabels.Type));
    private static readonly LabelDefinition MessageName = Messages.Label(nameof(MessageLabels.Name));
    private static readonly LabelDefinition Handler = HandlerDuration.Label(nameof(HandlerLabels.Handler));
    private static readonly LabelDefinition Operation = StoreOperations.Label(nameof(StoreOperationLabels.Operation));
    private static readonly LabelDefinition Store = StoreOperations.Label(nameof(StoreOperationLabels.Store));
    private static readonly LabelDefinition ErrorType = Errors.Label(nameof(ErrorLabels.Type));
    private static readonly LabelDefinition ErrorHandler = Errors.Label(nameof(ErrorLabels.Handler));
    private static readonly LabelDefinition ErrorAggregate = Errors.Label(nameof(ErrorLabels.Aggregate));

    /// <summary>All of it: the definitions, the panels of the dashboard and the alerts.</summary>
    public static MetricCatalogue Catalogue { get; } = new("orchestrix", "Orchestrix")
    {
        Metrics = [Messages, MessagesPerSecond, HandlerDuration, ActiveHandlers, StoreOperations, StoreDuration, Errors],
        Panels =
        [
            new("Messages per second", [new($"{MessagesPerSecond}")])
            {
                Kind = PanelKind.Stat,
                Unit = "mps",
                Row = "Messages",
                Description = "How busy is the bus right now (the last ten seconds)?",
            },
            new("Message throughput", [new($"sum by ({MessageType}, {MessageName}) (rate({Messages}[5m]))", "{{type}} {{name}}")])
            {
                Unit = "mps",
                Row = "Messages",
                Description = "Which commands and events are published, and how often?",
            },
            new("Handler latency p50", [Quantile("0.5")]) { Unit = "s", Row = "Handlers", Description = "How long does a handler usually take?" },
            new("Handler latency p95", [Quantile("0.95")]) { Unit = "s", Row = "Handlers", Description = "Which handlers are slow for some messages?" },
            new("Handler latency p99", [Quantile("0.99")]) { Unit = "s", Row = "Handlers", Description = "How slow are handlers at their worst?" },
            new("Active handlers", [new($"sum by ({Handler}) ({ActiveHandlers})", "{{handler}}")])
            {
                Row = "Handlers",
                Description = "What is running at the moment? A number that only grows is a handler that hangs.",
            },
            new("Errors by type", [new($"sum by ({ErrorType}) (rate({Errors}[5m]))", "{{type}}")])
            {
                Unit = "ops",
                Row = "Errors",
                Description = "Do handlers fail, do writers collide, or is the store away?",
            },
            new("Errors by origin", [new($"sum by ({ErrorHandler}, {ErrorAggregate}) (rate({Errors}[5m]))", "{{handler}}{{aggregate}}")])
            {
                Unit = "ops",
                Row = "Errors",
                Description = "Which handler fails, or which type of aggregate is it that cannot be saved or loaded?",
            },
            new("Event store operations", [new($"sum by ({Operation}, {Store}) (rate({StoreOperations}[5m]))", "{{operation}} {{store}}")])
            {
                Unit = "ops",
                Row = "Event store",
                Description = "How much is saved and loaded?",
            },
            new(
                "Event store latency",
                [
                    new($"histogram_quantile(0.95, sum by ({Operation}, le) (rate({StoreDuration:bucket}[5m])))", "p95 {{operation}}"),
                    new($"sum by ({Operation}) (rate({StoreDuration:sum}[5m])) / sum by ({Operation}) (rate({StoreDuration:count}[5m]))", "mean {{operation}}"),
                ])
            {
                Unit = "s",
                Row = "Event store",
                Description = "Is the database slow?",
            },
        ],
        Alerts =
        [
            new("HighErrorRate", $"rate({Errors}[5m]) > 0.05")
            {
                For = TimeSpan.FromMinutes(5),
                Severity = AlertSeverity.Warning,
                Summary = "High error rate detected",
                Description = "{{ $labels.type }} of {{ $labels.handler }}{{ $labels.aggregate }} happens {{ $value | humanize }} times a second.",
                Runbook = $"{Runbook}#higherrorrate",
            },
            new("SlowHandlers", $"histogram_quantile(0.95, sum by ({Handler}, le) (rate({HandlerDuration:bucket}[5m]))) > 1")
            {
                For = TimeSpan.FromMinutes(10),
                Severity = AlertSeverity.Warning,
                Summary = "Handler latency p95 > 1s",
                Description = "Five per cent of the calls of {{ $labels.handler }} take longer than {{ $value | humanizeDuration }}.",
                Runbook = $"{Runbook}#slowhandlers",
            },
        ],
    };

    private static PanelQuery Quantile(string quantile) =>
        new($"histogram_quantile({quantile}, sum by ({Handler}, le) (rate({HandlerDuration:bucket}[5m])))", "{{handler}}");
}
