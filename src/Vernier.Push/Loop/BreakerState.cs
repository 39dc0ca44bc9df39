namespace Vernier.Push.Loop;

/// <summary>The state of a push's circuit breaker, as it stands in the metric.</summary>
internal enum BreakerState
{
    /// <summary>Pushes go through.</summary>
    Closed,

    /// <summary>Too many pushes failed in a row: none is tried for a while.</summary>
    Open,

    /// <summary>The while is over: the next push decides.</summary>
    HalfOpen,
}
