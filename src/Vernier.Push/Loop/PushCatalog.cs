using Vernier.Catalog;

namespace Vernier.Push.Loop;

/// <summary>
/// The metrics of pushing. They are in the registry that is pushed: what a push records is seen by the next one, and by a scrape, where there is one.
/// </summary>
public static class PushCatalog
{
    /// <summary>Pushes by how they ended, each retry counted as one.</summary>
    public static readonly CounterDefinition<PushLabels> Pushes =
        new("vernier_pushes_total", "Pushes by target and outcome; a retry counts as one more.") { Category = "Push" };

    /// <summary>How long pushes took, from reading the metrics to the target's answer or its failure.</summary>
    public static readonly HistogramDefinition<PushTargetLabels> Duration =
        new("vernier_push_duration_seconds", "Time from reading the metrics to the target's answer, failures included.")
        {
            Unit = "seconds",
            Category = "Push",
            Buckets = Buckets.Seconds,
        };

    /// <summary>The state of each target's circuit breaker.</summary>
    public static readonly StateSetDefinition Breaker =
        new("vernier_push_breaker_state", "State of the circuit breaker between this process and the target.")
        {
            Category = "Push",
            Labels = [new LabelDefinition("target") { Description = "What is pushed to." }],
            States = ["closed", "open", "half_open"],
        };

    /// <summary>All of them.</summary>
    public static MetricCatalog Catalog { get; } = new("push", "Push") { Metrics = [Pushes, Duration, Breaker] };
}
