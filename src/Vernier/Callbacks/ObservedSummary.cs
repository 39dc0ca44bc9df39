namespace Vernier;

/// <summary>A whole summary that a callback reports, kept by somebody else. Immutable when its list is left alone.</summary>
/// <param name="Values">The value at each quantile of the definition; NaN where it is not known.</param>
/// <param name="Sum">The sum of all observed values.</param>
/// <param name="Count">How many values were observed.</param>
public sealed record ObservedSummary(IReadOnlyList<double> Values, double Sum, long Count);
