namespace Vernier;

/// <summary>A callback or callback source started to fail, or recovered.</summary>
/// <param name="Collector">The name of the callback source, or of the family that the callback belongs to.</param>
/// <param name="Failure">The exception of the first failure; null if the collector recovered.</param>
public sealed record CollectorStateChange(string Collector, Exception? Failure);
