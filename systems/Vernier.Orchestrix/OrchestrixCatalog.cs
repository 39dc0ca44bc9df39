using Vernier.Catalog;
using Vernier.Orchestrix.Labels;

namespace Vernier.Orchestrix;

/// <summary>
/// What Orchestrix measures. What it shows is in <see cref="OrchestrixDashboard"/>, what it warns of in <see cref="OrchestrixAlerts"/>.
/// </summary>
public static class OrchestrixCatalog
{
    internal static readonly CounterDefinition<MessageLabels> Messages =
        new("orchestrix_messages_total", "Total messages published")
        {
            Category = "Messages",
            FromStart = true,
            Recorded = "When a message is published, once each: a retry is not a message.",
        };

    internal static readonly GaugeDefinition MessagesPerSecond =
        new("orchestrix_messages_per_second", "Messages published per second")
        {
            Category = "Messages",
            Recorded = "Read at each scrape: the rate over the last ten seconds.",
        };

    internal static readonly HistogramDefinition<HandlerLabels> HandlerDuration =
        new("orchestrix_handler_duration_seconds", "Handler execution time")
        {
            Category = "Handlers",
            FromStart = true,
            Recorded = "When a handler returns or throws; each retry is a call of its own. What the handler itself publishes and waits for is left out.",
            Unit = "seconds",
            Buckets = new OrchestrixOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly GaugeDefinition<HandlerLabels> ActiveHandlers =
        new("orchestrix_active_handlers", "Handler calls in progress")
        {
            Category = "Handlers",
            FromStart = true,
            Recorded = "Up when a handler is called, down when it returns or throws.",
        };

    internal static readonly CounterDefinition<StoreOperationLabels> StoreOperations =
        new("orchestrix_store_operations_total", "Event store operations")
        {
            Category = "Event store",
            FromStart = true,
            Recorded = "When events or snapshots were saved or loaded, failed attempts included.",
        };

    internal static readonly HistogramDefinition<StoreDurationLabels> StoreDuration =
        new("orchestrix_store_duration_seconds", "Event store operation duration")
        {
            Category = "Event store",
            FromStart = true,
            Recorded = "When an operation of the store ends, failing or not.",
            Unit = "seconds",
            Buckets = new OrchestrixOptions().HistogramBuckets,
            Exemplars = true,
        };

    internal static readonly CounterDefinition<ErrorLabels> Errors =
        new("orchestrix_errors_total", "Total errors")
        {
            Category = "Errors",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "handler_error when a handler throws, with the label handler; concurrency_error when somebody else had written to the stream, and "
                + "store_error when the store was not available, both with the label aggregate.",
        };

    /// <summary>All of it: the definitions, the dashboard, the alerts and objectives, and the document's queries.</summary>
    public static MetricCatalog Catalog { get; } = new("orchestrix", "Orchestrix")
    {
        Metrics = [Messages, MessagesPerSecond, HandlerDuration, ActiveHandlers, StoreOperations, StoreDuration, Errors],
        Dashboards = [OrchestrixDashboard.Dashboard],
        Alerts = OrchestrixAlerts.Alerts,
        Objectives = OrchestrixAlerts.Objectives,
        Scrape = new("orchestrix", "orchestrix-app", 8000) { Interval = TimeSpan.FromSeconds(5) },
        DocumentedQueries = OrchestrixAlerts.Documented,
    };
}
