namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>The state of a circuit breaker; its number is the gauge's value.</summary>
internal enum BreakerState
{
    /// <summary>Calls pass.</summary>
    Closed = 0,

    /// <summary>Calls are refused.</summary>
    Open = 1,

    /// <summary>One call is on trial, the others are refused.</summary>
    HalfOpen = 2,
}
