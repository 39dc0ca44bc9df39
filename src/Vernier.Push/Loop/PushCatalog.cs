using Vernier.Catalog;

namespace Vernier.Push.Loop;

/// <summary>
/// The metrics of pushes. They are in the registry that is pushed: the next push, or a scrape, exposes what a push records.
/// </summary>
public static class PushCatalog
{
    /// <summary>The number of pushes by target and outcome; each retry counts.</summary>
    public static readonly CounterDefinition<PushLabels> Pushes =
        new("vernier_pushes_total", "Pushes by target and outcome; each retry counts.") { Category = "Push" };

    /// <summary>The duration of pushes, from collecting the metrics to the response or the failure.</summary>
    public static readonly HistogramDefinition<PushTargetLabels> Duration =
        new("vernier_push_duration_seconds", "Time from collecting the metrics to the response of the target, failures included.")
        {
            Unit = "seconds",
            Category = "Push",
            Buckets = Buckets.Seconds,
        };

    /// <summary>The state of the circuit breaker of each target.</summary>
    public static readonly StateSetDefinition Breaker =
        new("vernier_push_breaker_state", "State of the circuit breaker of the target.")
        {
            Category = "Push",
            Labels = [new LabelDefinition("target") { Description = "The target of the push." }],
            States = ["closed", "open", "half_open"],
        };

    /// <summary>The catalog of these metrics.</summary>
    public static MetricCatalog Catalog { get; } = new("push", "Push") { Metrics = [Pushes, Duration, Breaker] };
}
