using Polly;

namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>Polly requires options for each strategy; the circuit breaker gets its settings through its constructor.</summary>
internal sealed class CircuitBreakerStrategyOptions : ResilienceStrategyOptions
{
    public CircuitBreakerStrategyOptions() => Name = "CircuitBreaker";
}
