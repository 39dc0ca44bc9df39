namespace Vernier.Catalog;

/// <summary>
/// An example that proves an alert, run by <c>promtool test rules</c>. An alert needs at least one in which it fires and one in which it is silent. Immutable.
/// </summary>
/// <param name="When">What happens, in words.</param>
/// <param name="Firing">For how many series the alert fires at that time; 0 when it has been silent until then.</param>
/// <param name="Series">What Prometheus has seen, one value a minute.</param>
public sealed record AlertTest(string When, int Firing, params IReadOnlyList<TestSeries> Series)
{
    /// <summary>How long after the first value it is looked at, a minute or more; 30 minutes by default.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromMinutes(30);
}
