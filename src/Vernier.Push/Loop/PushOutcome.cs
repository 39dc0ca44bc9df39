namespace Vernier.Push.Loop;

/// <summary>How a push ended; the label <c>outcome</c> of <see cref="PushCatalog.Pushes"/>.</summary>
public enum PushOutcome
{
    /// <summary>The target has taken it.</summary>
    Success,

    /// <summary>The target has answered that it does not want it; the same push would be refused again.</summary>
    Refused,

    /// <summary>The target was not reached, did not answer in time, or had an error of its own; the same push may succeed later.</summary>
    Failed,

    /// <summary>It was not tried, because the circuit breaker is open.</summary>
    Skipped,
}
