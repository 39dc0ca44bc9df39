using Vernier.Families;

namespace Vernier.Callbacks;

internal sealed class SummaryCallback(SummaryDefinition definition) : CallbackKind<ObservedSummary>
{
    private readonly double[] _quantiles = [.. definition.Quantiles];

    public override void Check(ObservedSummary value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value.Values.Count != _quantiles.Length)
            throw new ArgumentOutOfRangeException(nameof(value), value.Values.Count, $"{definition} has {_quantiles.Length} quantiles; a value for each is needed.");
        ArgumentOutOfRangeException.ThrowIfNegative(value.Count);
        if (double.IsNaN(value.Sum))
            throw new ArgumentOutOfRangeException(nameof(value), value.Sum, "The sum of a summary is a number.");
    }

    // Quantiles cannot be added up: what is folded together has none.
    public override ObservedSummary Merge(ObservedSummary one, ObservedSummary other) =>
        new([.. one.Values.Select(_ => double.NaN)], one.Sum + other.Sum, one.Count + other.Count);

    public override void Collect(ICollectionVisitor visitor, Series series, ObservedSummary value) =>
        visitor.Summary(series, new SummarySnapshot(_quantiles, [.. value.Values], value.Sum, value.Count));
}
