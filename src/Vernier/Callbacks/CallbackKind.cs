using Vernier.Families;

namespace Vernier.Callbacks;

/// <summary>Handles the values of a callback family. Each type of metric has its own kind.</summary>
internal abstract class CallbackKind<TValue>
{
    /// <summary>Throws if the value is invalid.</summary>
    public abstract void Check(TValue value);

    /// <summary>Combines two values of one series, for example those that were folded into the overflow series.</summary>
    public abstract TValue Merge(TValue one, TValue other);

    /// <summary>Passes a series to a visitor.</summary>
    public abstract void Collect(ICollectionVisitor visitor, Series series, TValue value);
}

internal sealed class CounterKind : CallbackKind<double>
{
    public override void Check(double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, "The value of a counter must be finite and not negative.");
    }

    public override double Merge(double one, double other) => one + other;

    public override void Collect(ICollectionVisitor visitor, Series series, double value) => visitor.Counter(series, value, null);
}

internal sealed class GaugeKind : CallbackKind<double>
{
    public override void Check(double value)
    {
        // Every value is valid, including NaN and the infinities.
    }

    public override double Merge(double one, double other) => one + other;

    public override void Collect(ICollectionVisitor visitor, Series series, double value) => visitor.Gauge(series, value);
}

internal sealed class HistogramKind(HistogramDefinition definition) : CallbackKind<HistogramReading>
{
    private readonly double[] _bounds = [.. definition.Buckets];

    public override void Check(HistogramReading value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Counts.Count != _bounds.Length + 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value.Counts.Count, $"{definition} has {_bounds.Length + 1} buckets including +Inf; report one count for each.");
        }
        if (value.Counts.Any(c => c < 0))
            throw new ArgumentOutOfRangeException(nameof(value), value.Counts.Min(), "The count of a bucket must not be negative.");
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a histogram must not be NaN.");
    }

    public override HistogramReading Merge(HistogramReading one, HistogramReading other) =>
        new([.. one.Counts.Zip(other.Counts, (a, b) => a + b)], one.Sum + other.Sum);

    public override void Collect(ICollectionVisitor visitor, Series series, HistogramReading value) =>
        visitor.Histogram(series, new HistogramSnapshot(_bounds, [.. value.Counts], value.Sum, []));
}

internal sealed class SummaryKind(SummaryDefinition definition) : CallbackKind<SummaryReading>
{
    private readonly double[] _quantiles = [.. definition.Quantiles];

    public override void Check(SummaryReading value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Values.Count != _quantiles.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value.Values.Count, $"{definition} has {_quantiles.Length} quantiles; report one value for each.");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(value.Count);
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a summary must not be NaN.");
    }

    // Quantiles cannot be combined, so a merged summary has none.
    public override SummaryReading Merge(SummaryReading one, SummaryReading other) =>
        new([.. one.Values.Select(_ => double.NaN)], one.Sum + other.Sum, one.Count + other.Count);

    public override void Collect(ICollectionVisitor visitor, Series series, SummaryReading value) =>
        visitor.Summary(series, new SummarySnapshot(_quantiles, [.. value.Values], value.Sum, value.Count));
}

/// <summary>An info metric has no value besides its labels.</summary>
internal sealed class InfoKind : CallbackKind<ValueTuple>
{
    public override void Check(ValueTuple value)
    {
        // No value, so nothing to check.
    }

    public override ValueTuple Merge(ValueTuple one, ValueTuple other) => one;

    public override void Collect(ICollectionVisitor visitor, Series series, ValueTuple value) => visitor.Info(series);
}

/// <summary>The value is the name of the state that is on.</summary>
internal sealed class StateSetKind(StateSetDefinition definition) : CallbackKind<string>
{
    private readonly string[] _states = [.. definition.States];

    public override void Check(string value)
    {
        if (!_states.Contains(value))
            throw new ArgumentOutOfRangeException(nameof(value), value, $"Unknown state; {definition} has the states {string.Join(", ", _states)}.");
    }

    public override string Merge(string one, string other) => other;

    public override void Collect(ICollectionVisitor visitor, Series series, string value) =>
        visitor.StateSet(series, new StateSetSnapshot(_states, 1UL << Array.IndexOf(_states, value)));
}
