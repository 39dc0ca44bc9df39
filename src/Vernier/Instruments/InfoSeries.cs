using Vernier.Families;

namespace Vernier;

/// <summary>The series of an info metric: there is nothing to record, it is there or not.</summary>
public sealed class InfoSeries : Series
{
    internal InfoSeries(MetricFamily family, string[] values)
        : base(family, values)
    {
    }

    internal override void Collect(ICollectionVisitor visitor) => visitor.Info(this);
}
