namespace Vernier;

/// <summary>A whole histogram that a callback reports, kept by somebody else. Immutable when its lists are left alone.</summary>
/// <param name="Counts">How many observations lie in each bucket alone (not cumulative): one for each bound of the definition and one more for +Inf.</param>
/// <param name="Sum">The sum of all observed values.</param>
public sealed record ObservedHistogram(IReadOnlyList<long> Counts, double Sum);
