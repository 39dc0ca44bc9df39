using Vernier.Families;

namespace Vernier.Instruments;

/// <summary>The series of an info metric. It has no value; it exists or it does not.</summary>
internal sealed class InfoSeries : Series
{
    public InfoSeries(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    internal override void Collect(ICollectionVisitor visitor) => visitor.Info(this);
}
