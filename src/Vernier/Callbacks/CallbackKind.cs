using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>Passes a series with a value to a visitor.</summary>
internal delegate void CollectSeries<in TValue>(ICollectionVisitor visitor, Series series, TValue value);

/// <summary>How a callback family handles its values. Each type of metric has its own kind.</summary>
/// <param name="Check">Throws if a value is invalid.</param>
/// <param name="Merge">Combines two values of one series, for example those that were folded into the overflow series.</param>
/// <param name="Collect">Passes a series to a visitor.</param>
internal sealed record CallbackKind<TValue>(Action<TValue> Check, Func<TValue, TValue, TValue> Merge, CollectSeries<TValue> Collect);

/// <summary>The kinds of callbacks.</summary>
internal static class CallbackKind
{
    public static CallbackKind<double> Counter { get; } = new(
        CheckCounter,
        static (one, other) => one + other,
        static (visitor, series, value) => visitor.Counter(series, value, null));

    /// <summary>Every value is valid, including NaN and the infinities.</summary>
    public static CallbackKind<double> Gauge { get; } = new(
        static _ => { },
        static (one, other) => one + other,
        static (visitor, series, value) => visitor.Gauge(series, value));

    /// <summary>An info metric has no value besides its labels.</summary>
    public static CallbackKind<ValueTuple> Info { get; } = new(
        static _ => { },
        static (one, _) => one,
        static (visitor, series, _) => visitor.Info(series));

    public static CallbackKind<HistogramReading> Histogram(HistogramDefinition definition)
    {
        double[] bounds = [.. definition.Buckets];
        return new(
            value => CheckHistogram(definition, value),
            static (one, other) => new([.. one.Counts.Zip(other.Counts, (a, b) => a + b)], one.Sum + other.Sum),
            (visitor, series, value) => visitor.Histogram(series, new HistogramSnapshot(bounds, [.. value.Counts], value.Sum, [])));
    }

    /// <summary>Quantiles cannot be combined, so a merged summary has none.</summary>
    public static CallbackKind<SummaryReading> Summary(SummaryDefinition definition)
    {
        double[] quantiles = [.. definition.Quantiles];
        return new(
            value => CheckSummary(definition, value),
            static (one, other) => new([.. one.Values.Select(_ => double.NaN)], one.Sum + other.Sum, one.Count + other.Count),
            (visitor, series, value) => visitor.Summary(series, new SummarySnapshot(quantiles, [.. value.Values], value.Sum, value.Count)));
    }

    /// <summary>The value is the name of the state that is on.</summary>
    public static CallbackKind<string> StateSet(StateSetDefinition definition)
    {
        string[] states = [.. definition.States];
        return new(
            value => CheckState(definition, value),
            static (_, other) => other,
            (visitor, series, value) => visitor.StateSet(series, new StateSetSnapshot(states, 1UL << Array.IndexOf(states, value))));
    }

    private static void CheckCounter(double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, "The value of a counter must be finite and not negative.");
    }

    private static void CheckHistogram(HistogramDefinition definition, HistogramReading value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var buckets = definition.Buckets.Count + 1;
        if (value.Counts.Count != buckets)
            throw new ArgumentOutOfRangeException(nameof(value), value.Counts.Count, $"{definition} has {buckets} buckets including +Inf; report one count for each.");
        if (value.Counts.Any(count => count < 0))
            throw new ArgumentOutOfRangeException(nameof(value), value.Counts.Min(), "The count of a bucket must not be negative.");
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a histogram must not be NaN.");
    }

    private static void CheckSummary(SummaryDefinition definition, SummaryReading value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var quantiles = definition.Quantiles.Count;
        if (value.Values.Count != quantiles)
            throw new ArgumentOutOfRangeException(nameof(value), value.Values.Count, $"{definition} has {quantiles} quantiles; report one value for each.");
        ArgumentOutOfRangeException.ThrowIfNegative(value.Count);
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a summary must not be NaN.");
    }

    private static void CheckState(StateSetDefinition definition, string value)
    {
        if (!definition.States.Contains(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"Unknown state; {definition} has the states {string.Join(", ", definition.States)}.");
    }
}
