namespace Vernier.Push.Loop;

/// <summary>The labels of <see cref="PushCatalog.Pushes"/>.</summary>
/// <param name="Target">What is pushed to, e.g. <c>pushgateway</c>.</param>
/// <param name="Outcome">How the push ended.</param>
public readonly record struct PushLabels(
    [property: Label(Description = "What is pushed to.")] string Target,
    [property: Label(Description = "How the push ended; skipped while the circuit breaker is open.")] PushOutcome Outcome);
