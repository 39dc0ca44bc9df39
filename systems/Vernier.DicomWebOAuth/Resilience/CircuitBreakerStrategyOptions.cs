using Polly;

namespace Vernier.DicomWebOAuth.Resilience;

/// <summary>Polly wants options for each strategy; this one takes all it needs by its constructor.</summary>
internal sealed class CircuitBreakerStrategyOptions : ResilienceStrategyOptions
{
    public CircuitBreakerStrategyOptions() => Name = "CircuitBreaker";
}
