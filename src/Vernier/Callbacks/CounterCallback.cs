using Vernier.Families;

namespace Vernier.Callbacks;

internal sealed class CounterCallback : CallbackKind<double>
{
    public override void Check(double value)
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(nameof(value), value, "A counter is 0 or more, and finite.");
    }

    public override double Merge(double one, double other) => one + other;

    public override void Collect(ICollectionVisitor visitor, Series series, double value) => visitor.Counter(series, value, null);
}
