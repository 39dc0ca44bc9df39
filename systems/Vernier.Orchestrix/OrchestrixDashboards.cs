using Vernier.Catalog;
using static Vernier.Orchestrix.OrchestrixDefinitions;

namespace Vernier.Orchestrix;

/// <summary>The dashboard of Orchestrix: throughput, handlers, errors and the event store.</summary>
internal static class OrchestrixDashboards
{
    private const string NowRow = "Now";
    private const string MessagesRow = "Messages";
    private const string HandlersRow = "Handlers";
    private const string ErrorsRow = "Errors";
    private const string StoreRow = "Event store";

    // The simple name Messages is a namespace here.
    private static readonly CounterDefinition<MessageLabels> Published = OrchestrixDefinitions.Messages;

    private static readonly LabelDefinition MessageType = Published.Label(nameof(MessageLabels.Type));
    private static readonly LabelDefinition MessageName = Published.Label(nameof(MessageLabels.Name));
    private static readonly LabelDefinition Handler = HandlerDuration.Label(nameof(HandlerLabels.Handler));
    private static readonly LabelDefinition Operation = StoreOperations.Label(nameof(StoreOperationLabels.Operation));
    private static readonly LabelDefinition Store = StoreOperations.Label(nameof(StoreOperationLabels.Store));
    private static readonly LabelDefinition ErrorType = Errors.Label(nameof(ErrorLabels.Type));
    private static readonly LabelDefinition ErrorHandler = Errors.Label(nameof(ErrorLabels.Handler));
    private static readonly LabelDefinition ErrorAggregate = Errors.Label(nameof(ErrorLabels.Aggregate));

    private static readonly IReadOnlyList<PanelThreshold> SlowSteps = [new(0.5, PanelColor.Yellow), new(1, PanelColor.Red)];

    public static DashboardDefinition Dashboard { get; } = new("Orchestrix", "vernier-orchestrix")
    {
        Description = "Messages, handlers and the event store of Orchestrix.",
        Tags = ["orchestrix", "vernier"],
        Refresh = TimeSpan.FromSeconds(10),
        Variables = [Handler],
        Panels = [.. Now, .. MessagePanels, .. HandlerPanels, .. ErrorPanels, .. StorePanels],
    };

    private static IReadOnlyList<PanelDefinition> Now =>
    [
        new("Messages per second", [new($"sum({MessagesPerSecond})")])
        {
            Kind = PanelKind.Stat,
            Unit = "mps",
            Decimals = 1,
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "How many messages were published per second over the last ten seconds?",
        },
        new("Active handlers now", [new($"sum({ActiveHandlers})")])
        {
            Kind = PanelKind.Stat,
            BaseColor = PanelColor.Blue,
            Row = NowRow,
            Description = "How many calls are in progress?",
        },
        new("Failed handler calls",
            [new($"sum(rate({Errors}{{{ErrorType}=\"handler_error\"}}[$__rate_interval])) / (sum(rate({HandlerDuration:count}[$__rate_interval])) > 0) or vector(0)")])
        {
            Kind = PanelKind.Gauge,
            Unit = "percentunit",
            Min = 0,
            Max = 1,
            Decimals = 1,
            Thresholds = [new(0.05, PanelColor.Yellow), new(0.2, PanelColor.Red)],
            Row = NowRow,
            Description = "What share of the handler calls fails?",
        },
        new("Slowest handler, p95", [new($"max({HandlerQuantile("0.95")})")])
        {
            Kind = PanelKind.Stat,
            Unit = "s",
            Thresholds = SlowSteps,
            Row = NowRow,
            Description = "Is any handler slow?",
        },
        new("Event store, p95", [new($"histogram_quantile(0.95, sum by (le) (rate({StoreDuration:bucket}[$__rate_interval]))) >= 0")])
        {
            Kind = PanelKind.Stat,
            Unit = "s",
            Thresholds = SlowSteps,
            Row = NowRow,
            Description = "Is the event store slow?",
        },
        new("Store errors in the last hour", [new($"sum(increase({Errors}{{{ErrorType}=\"store_error\",{ErrorHandler}=\"\"}}[1h]))")])
        {
            Kind = PanelKind.Stat,
            Decimals = 0,
            Thresholds = [new(0.5, PanelColor.Red)],
            Row = NowRow,
            Description = "Was the event store unavailable? Independent of the selected handler.",
        },
    ];

    private static IReadOnlyList<PanelDefinition> MessagePanels =>
    [
        new("Message throughput", [new($"sum by ({MessageType}, {MessageName}) (rate({Published}[$__rate_interval]))", "{{type}} {{name}}")])
        {
            Unit = "mps",
            Min = 0,
            Stacked = true,
            Legend = LegendForm.Table,
            Row = MessagesRow,
            Description = "Which commands and events are published, and how often?",
        },
        new("Messages in the selected time range", [new($"sort_desc(sum by ({MessageName}) (increase({Published}[$__range])))", "{{name}}")])
        {
            Kind = PanelKind.Bar,
            Decimals = 0,
            BaseColor = PanelColor.Blue,
            Width = 6,
            Row = MessagesRow,
            Description = "Which messages are the most frequent?",
        },
        new("Commands and events", [new($"sum by ({MessageType}) (increase({Published}[$__range]))", "{{type}}")])
        {
            Kind = PanelKind.Pie,
            Decimals = 0,
            Row = MessagesRow,
            Description = "Does each command lead to an event?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> HandlerPanels =>
    [
        new("Handler latency p50", [new(HandlerQuantile("0.5"), "{{handler}}")])
        {
            Unit = "s",
            Width = 8,
            Row = HandlersRow,
            Description = "How long does a handler usually take?",
        },
        new("Handler latency p95", [new(HandlerQuantile("0.95"), "{{handler}}")])
        {
            Unit = "s",
            Width = 8,
            Thresholds = [new(1, PanelColor.Red)],
            Row = HandlersRow,
            Description = "Which handlers are slow for some messages?",
        },
        new("Handler latency p99", [new(HandlerQuantile("0.99"), "{{handler}}")])
        {
            Unit = "s",
            Width = 8,
            Row = HandlersRow,
            Description = "How long do the slowest calls take?",
        },
        new("Handler durations", [new($"sum by (le) (increase({HandlerDuration:bucket}[$__rate_interval]))")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Row = HandlersRow,
            Description = "Are the durations spread over separate groups that a percentile hides?",
        },
        new("Active handlers", [new($"sum by ({Handler}) ({ActiveHandlers})", "{{handler}}")])
        {
            Min = 0,
            Row = HandlersRow,
            Description = "Which handlers are running? A number that only grows indicates a hanging handler.",
        },
        new("Handlers, busy or idle", [new($"sum by ({Handler}) (increase({HandlerDuration:count}[$__rate_interval])) > bool 0", "{{handler}}")])
        {
            Kind = PanelKind.StateTimeline,
            Mappings = [new(0, "idle", PanelColor.Text), new(1, "busy", PanelColor.Green)],
            Row = HandlersRow,
            Description = "When was each handler busy?",
        },
        new("Handlers",
            [
                new($"sum by ({Handler}) (rate({HandlerDuration:count}[$__rate_interval]))", "calls per second"),
                new($"sum by ({Handler}) (rate({Errors}{{{ErrorType}=\"handler_error\"}}[$__rate_interval]))", "errors per second"),
                new($"sum by ({Handler}) (rate({HandlerDuration:sum}[$__rate_interval])) / (sum by ({Handler}) (rate({HandlerDuration:count}[$__rate_interval])) > 0)", "mean seconds"),
                new(HandlerQuantile("0.95"), "p95 seconds"),
            ])
        {
            Kind = PanelKind.Table,
            Decimals = 3,
            Row = HandlersRow,
            Description = "What are the figures of each handler?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> ErrorPanels =>
    [
        new("Errors by type", [new($"sum by ({ErrorType}) (rate({Errors}[$__rate_interval]))", "{{type}}")])
        {
            Unit = "ops",
            Min = 0,
            Stacked = true,
            Row = ErrorsRow,
            Description = "Do handlers fail, do writes conflict, or is the store unavailable?",
        },
        new("Errors by handler or aggregate", [new($"sum by ({ErrorHandler}, {ErrorAggregate}) (rate({Errors}[$__rate_interval]))", "{{handler}}{{aggregate}}")])
        {
            Unit = "ops",
            Min = 0,
            Row = ErrorsRow,
            Description = "Which handler fails, or which type of aggregate cannot be saved or loaded?",
        },
    ];

    private static IReadOnlyList<PanelDefinition> StorePanels =>
    [
        new("Event store operations", [new($"sum by ({Operation}, {Store}) (rate({StoreOperations}[$__rate_interval]))", "{{operation}} {{store}}")])
        {
            Unit = "ops",
            Min = 0,
            Width = 8,
            Row = StoreRow,
            Description = "How many operations are executed?",
        },
        new("Event store latency",
            [
                new($"histogram_quantile(0.95, sum by ({Operation}, le) (rate({StoreDuration:bucket}[$__rate_interval])))", "p95 {{operation}}"),
                new($"sum by ({Operation}) (rate({StoreDuration:sum}[$__rate_interval])) / sum by ({Operation}) (rate({StoreDuration:count}[$__rate_interval]))", "mean {{operation}}"),
            ])
        {
            Unit = "s",
            Min = 0,
            Width = 8,
            Row = StoreRow,
            Description = "Is the database slow?",
        },
        new("Event store durations", [new($"sum by (le) (increase({StoreDuration:bucket}[$__rate_interval]))")])
        {
            Kind = PanelKind.Heatmap,
            Unit = "s",
            Width = 8,
            Row = StoreRow,
            Description = "How are the durations distributed?",
        },
    ];

    // Without calls the quantile is NaN; the comparison drops it.
    private static PromQLExpression HandlerQuantile(string quantile) =>
        $"histogram_quantile({quantile}, sum by ({Handler}, le) (rate({HandlerDuration:bucket}[$__rate_interval]))) >= 0";
}
