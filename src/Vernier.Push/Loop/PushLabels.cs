namespace Vernier.Push.Loop;

/// <summary>The outcome of a push; the label <c>outcome</c> of <see cref="PushCatalog.Pushes"/>.</summary>
public enum PushOutcome
{
    /// <summary>The target accepted the push.</summary>
    Success,

    /// <summary>The target refused the push; it would refuse the same push again.</summary>
    Refused,

    /// <summary>The target was unreachable, did not respond in time or had an internal error; the same push may succeed later.</summary>
    Failed,

    /// <summary>The push was not sent because the circuit breaker is open.</summary>
    Skipped,
}

/// <summary>The labels of <see cref="PushCatalog.Pushes"/>.</summary>
/// <param name="Target">The target, for example <c>pushgateway</c>.</param>
/// <param name="Outcome">The outcome of the push.</param>
public readonly record struct PushLabels(
    [property: Label(Description = "The target of the push.")] string Target,
    [property: Label(Description = "The outcome of the push; skipped while the circuit breaker is open.")] PushOutcome Outcome);

/// <summary>The label of <see cref="PushCatalog.Duration"/>.</summary>
/// <param name="Target">The target, for example <c>pushgateway</c>.</param>
public readonly record struct PushTargetLabels([property: Label(Description = "The target of the push.")] string Target);
