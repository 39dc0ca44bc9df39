namespace Vernier.Toolkit.Lint.Metrics;

/// <summary>A label of a metric.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Values">All values it can take; null when the set is open.</param>
/// <param name="MaxValues">How many values it may take; 0 when nobody said.</param>
internal sealed record KnownLabel(string Name, IReadOnlyList<string>? Values = null, int MaxValues = 0);
