using Vernier.Toolkit.Lint.Metrics;
using Vernier.Toolkit.Lint.Sources;

namespace Vernier.Toolkit.Tests.Lint;

/// <summary>Metrics of all types, for the tests and examples of the rules.</summary>
internal static class ShopMetrics
{
    private static readonly LabelDefinition Country = new("country");
    private static readonly LabelDefinition Method = new("method") { Values = ["card", "cash"] };

    private static readonly double[] Bounds = [0.1, 0.5, 1, 5];

    public static IReadOnlyList<MetricDefinition> Definitions { get; } =
    [
        new CounterDefinition("shop_orders_total", "Orders.") { Labels = [Method, Country] },
        new CounterDefinition("shop_refunds_total", "Refunds.") { Labels = [Method, Country], FromStart = true },
        new CounterDefinition("shop_starts_total", "Starts."),
        new CounterDefinition("shop_sent_bytes_total", "Bytes.") { Unit = "bytes", FromStart = true, Labels = [Country] },
        new CounterDefinition("shop_busy_seconds_total", "Busy.") { Unit = "seconds" },
        new CounterDefinition("shop_payments_total", "Payments.") { Counts = CountedOutcomes.Attempts },
        new CounterDefinition("shop_payments_done_total", "Payments.") { Counts = CountedOutcomes.Successes },
        new CounterDefinition("shop_payments_failures_total", "Payments.") { Counts = CountedOutcomes.Failures },
        new GaugeDefinition("shop_stock", "Stock.") { Labels = [new("item")] },
        new GaugeDefinition("shop_fill_ratio", "Fill.") { Unit = "ratio" },
        new HistogramDefinition("shop_order_seconds", "Time.") { Unit = "seconds", Labels = [Country], Buckets = Bounds },
        new HistogramDefinition("shop_print_milliseconds", "Time.") { Buckets = [10, 100, 1000] },
        new SummaryDefinition("shop_wait_seconds", "Wait.") { Unit = "seconds", Labels = [Country], Quantiles = [0.5, 0.9] },
        new SummaryDefinition("shop_weight_grams", "Weight.") { Quantiles = [] },
        new StateSetDefinition("shop_door", "Door.") { States = ["open", "shut"] },
    ];

    /// <summary>The metrics with a scrape interval of 15 seconds.</summary>
    public static KnownMetrics Known => new(Definitions.Select(metric => CatalogReader.ToKnownMetric(metric, TimeSpan.FromSeconds(15))), ["job", "instance"]);
}
