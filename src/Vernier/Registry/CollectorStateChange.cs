namespace Vernier;

/// <summary>A callback or sampler began to fail, or works again.</summary>
/// <param name="Collector">The sampler's name, or the family's whose callback it is.</param>
/// <param name="Failure">What it threw; null when it works again.</param>
public sealed record CollectorStateChange(string Collector, Exception? Failure);
