namespace Vernier.Families;

/// <summary>What a registry gives to each family that it makes.</summary>
internal sealed class FamilySettings
{
    public required TimeProvider Time { get; init; }

    /// <summary>The same clock, to the few milliseconds that a sliding window needs.</summary>
    public required CoarseClock Clock { get; init; }

    /// <summary>The registry's constant labels; the family's own come after them.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init; }

    /// <summary>The limit for families that state none of their own.</summary>
    public required int MaxSeries { get; init; }

    /// <summary>Called each time that a recording is folded into an overflow series.</summary>
    public required Action<MetricFamily> OnOverflow { get; init; }
}
