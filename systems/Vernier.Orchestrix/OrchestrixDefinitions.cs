namespace Vernier.Orchestrix;

/// <summary>The metric definitions of Orchestrix, and nothing else: dashboards, alerts and the catalog refer to them, never the other way round.</summary>
internal static class OrchestrixDefinitions
{
    public static readonly CounterDefinition<MessageLabels> Messages =
        new("orchestrix_messages_total", "Total messages published")
        {
            Category = "Messages",
            FromStart = true,
            Recorded = "When a message is published, once per message; retries do not count.",
        };

    public static readonly GaugeDefinition MessagesPerSecond =
        new("orchestrix_messages_per_second", "Messages published per second")
        {
            Category = "Messages",
            Recorded = "Computed at each scrape: the rate over the last ten seconds.",
        };

    public static readonly HistogramDefinition<HandlerLabels> HandlerDuration =
        new("orchestrix_handler_duration_seconds", "Handler execution time")
        {
            Category = "Handlers",
            FromStart = true,
            Recorded = "When a handler returns or throws; each retry is a separate call. The time that a handler waits for messages it publishes is excluded.",
            Unit = "seconds",
            Buckets = new OrchestrixOptions().HistogramBuckets,
            Exemplars = true,
        };

    public static readonly GaugeDefinition<HandlerLabels> ActiveHandlers =
        new("orchestrix_active_handlers", "Handler calls in progress")
        {
            Category = "Handlers",
            FromStart = true,
            Recorded = "Incremented when a handler is called, decremented when it returns or throws.",
        };

    public static readonly CounterDefinition<StoreOperationLabels> StoreOperations =
        new("orchestrix_store_operations_total", "Event store operations")
        {
            Category = "Event store",
            FromStart = true,
            Recorded = "When events or snapshots are saved or loaded, failed attempts included.",
        };

    public static readonly HistogramDefinition<StoreDurationLabels> StoreDuration =
        new("orchestrix_store_duration_seconds", "Event store operation duration")
        {
            Category = "Event store",
            FromStart = true,
            Recorded = "When an operation of the store ends, successfully or not.",
            Unit = "seconds",
            Buckets = new OrchestrixOptions().HistogramBuckets,
            Exemplars = true,
        };

    public static readonly CounterDefinition<ErrorLabels> Errors =
        new("orchestrix_errors_total", "Total errors")
        {
            Category = "Errors",
            FromStart = true,
            MaxSeries = 10_000,
            Recorded = "handler_error when a handler throws, with the label handler; concurrency_error when the stream was written to concurrently, and "
                + "store_error when the store is unavailable, both with the label aggregate.",
        };
}
