using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>Passes a series with a value to a visitor.</summary>
internal delegate void CollectSeries<in TValue>(ICollectionVisitor visitor, Series series, TValue value);

/// <summary>How a callback family handles its values. Each type of metric has its own kind.</summary>
/// <param name="Accept">Returns an immutable copy of a value; throws if the value is invalid.</param>
/// <param name="Merge">Combines two values of one series, for example those that were folded into the overflow series.</param>
/// <param name="Collect">Passes a series to a visitor.</param>
internal sealed record CallbackKind<TValue>(Func<TValue, TValue> Accept, Func<TValue, TValue, TValue> Merge, CollectSeries<TValue> Collect);

/// <summary>The kinds of callbacks.</summary>
internal static class CallbackKind
{
    public static CallbackKind<double> Counter { get; } = new(
        AcceptCounter,
        static (one, other) => Math.Min(one + other, double.MaxValue),
        static (visitor, series, value) => visitor.Counter(series, value, null));

    /// <summary>Every value is valid, including NaN and the infinities.</summary>
    public static CallbackKind<double> Gauge { get; } = new(
        static value => value,
        static (one, other) => one + other,
        static (visitor, series, value) => visitor.Gauge(series, value));

    /// <summary>An info metric has no value besides its labels.</summary>
    public static CallbackKind<ValueTuple> Info { get; } = new(
        static value => value,
        static (one, _) => one,
        static (visitor, series, _) => visitor.Info(series));

    public static CallbackKind<HistogramReading> Histogram(HistogramDefinition definition)
    {
        double[] bounds = [.. definition.Buckets];
        return new(
            value => AcceptHistogram(definition, value),
            MergeHistograms,
            (visitor, series, value) => visitor.Histogram(series, new HistogramSnapshot(bounds, (long[])value.Counts, value.Sum, [])));
    }

    /// <summary>Quantiles cannot be combined, so a merged summary has none.</summary>
    public static CallbackKind<SummaryReading> Summary(SummaryDefinition definition)
    {
        double[] quantiles = [.. definition.Quantiles];
        double[] unknown = [.. quantiles.Select(_ => double.NaN)];
        return new(
            value => AcceptSummary(definition, value),
            (one, other) => new(unknown, one.Sum + other.Sum, Saturated(one.Count, other.Count, long.MaxValue)),
            (visitor, series, value) => visitor.Summary(series, new SummarySnapshot(quantiles, (double[])value.Values, value.Sum, value.Count)));
    }

    /// <summary>The value is the name of the state that is on.</summary>
    public static CallbackKind<string> StateSet(StateSetDefinition definition)
    {
        string[] states = [.. definition.States];
        return new(
            value => AcceptState(definition, states, value),
            static (_, other) => other,
            (visitor, series, value) => visitor.StateSet(series, new StateSetSnapshot(states, 1UL << Array.IndexOf(states, value))));
    }

    private static double AcceptCounter(double value) => value >= 0 && double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "The value of a counter must be finite and not negative.");

    private static HistogramReading AcceptHistogram(HistogramDefinition definition, HistogramReading value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var counts = Copy(value.Counts, definition.Buckets.Count + 1, $"{definition} has {definition.Buckets.Count + 1} buckets including +Inf; report one count for each.");
        long total = 0;
        foreach (var count in counts)
        {
            if (count < 0)
                throw new ArgumentOutOfRangeException(nameof(value), count, "The count of a bucket must not be negative.");
            if (count > long.MaxValue - total)
                throw new ArgumentOutOfRangeException(nameof(value), count, $"The counts of all buckets must not exceed {long.MaxValue} in total.");
            total += count;
        }
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a histogram must not be NaN.");
        return new HistogramReading(counts, value.Sum);
    }

    private static SummaryReading AcceptSummary(SummaryDefinition definition, SummaryReading value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var values = Copy(value.Values, definition.Quantiles.Count, $"{definition} has {definition.Quantiles.Count} quantiles; report one value for each.");
        ArgumentOutOfRangeException.ThrowIfNegative(value.Count);
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a summary must not be NaN.");
        return new SummaryReading(values, value.Sum, value.Count);
    }

    private static string AcceptState(StateSetDefinition definition, string[] states, string value) => states.Contains(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"Unknown state; {definition} has the states {string.Join(", ", states)}.");

    /// <summary>Copies a list that the callback may use again, and that another thread may change meanwhile: what was copied is what counts.</summary>
    private static T[] Copy<T>(IReadOnlyList<T> list, int expected, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(list);
        if (list.Count != expected)
            throw new ArgumentOutOfRangeException(nameof(list), list.Count, otherwise);
        var copy = new T[expected];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = list[i];
        return copy;
    }

    /// <summary>Adds up two histograms. Counts stop at the largest number instead of becoming negative, also when they are cumulated.</summary>
    private static HistogramReading MergeHistograms(HistogramReading one, HistogramReading other)
    {
        var counts = new long[one.Counts.Count];
        var left = long.MaxValue;
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = Saturated(one.Counts[i], other.Counts[i], left);
            left -= counts[i];
        }
        return new HistogramReading(counts, one.Sum + other.Sum);
    }

    private static long Saturated(long one, long other, long maximum) => other > maximum - Math.Min(one, maximum) ? maximum : one + other;
}
