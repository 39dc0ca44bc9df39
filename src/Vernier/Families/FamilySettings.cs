namespace Vernier.Families;

/// <summary>The settings of a registry that apply to each of its families.</summary>
internal sealed class FamilySettings
{
    public required TimeProvider Time { get; init; }

    /// <summary>The same clock with the lower resolution that is sufficient for sliding windows.</summary>
    public required CachedClock Clock { get; init; }

    /// <summary>The registry's constant labels, which precede those of the family.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> ConstantLabels { get; init; }

    /// <summary>The maximum number of series of families that do not define their own.</summary>
    public required int MaxSeries { get; init; }

    /// <summary>The time after which a callback that has not returned is omitted from collections.</summary>
    public required TimeSpan CallbackTimeout { get; init; }

    /// <summary>Called each time a recording is folded into an overflow series.</summary>
    public required Action<MetricFamily> OnOverflow { get; init; }
}
