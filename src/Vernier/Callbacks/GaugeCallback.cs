using Vernier.Families;

namespace Vernier.Callbacks;

internal sealed class GaugeCallback : CallbackKind<double>
{
    public override void Check(double value)
    {
        // Any value is allowed, NaN and infinities too.
    }

    public override double Merge(double one, double other) => one + other;

    public override void Collect(ICollectionVisitor visitor, Series series, double value) => visitor.Gauge(series, value);
}
