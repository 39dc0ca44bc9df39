using Vernier.Families;

namespace Vernier.Callbacks;

internal sealed class HistogramCallback(HistogramDefinition definition) : CallbackKind<ObservedHistogram>
{
    private readonly double[] _bounds = [.. definition.Buckets];

    public override void Check(ObservedHistogram value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Counts.Count != _bounds.Length + 1)
            throw new ArgumentOutOfRangeException(nameof(value), value.Counts.Count, $"{definition} has {_bounds.Length + 1} buckets with +Inf; a count for each is needed.");
        if (value.Counts.Any(c => c < 0))
            throw new ArgumentOutOfRangeException(nameof(value), value.Counts.Min(), "The count of a bucket is 0 or more.");
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a histogram is a number.");
    }

    public override ObservedHistogram Merge(ObservedHistogram one, ObservedHistogram other) =>
        new([.. one.Counts.Zip(other.Counts, (a, b) => a + b)], one.Sum + other.Sum);

    public override void Collect(ICollectionVisitor visitor, Series series, ObservedHistogram value) =>
        visitor.Histogram(series, new HistogramSnapshot(_bounds, [.. value.Counts], value.Sum, []));
}
